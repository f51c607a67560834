import { ThreatLevelEnum } from '../attack-set/attack-set-enums';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { findDataset, findModel } from '../launch/find-things';
import { checkName } from '../name';
import { checkSeeds } from '../run/check-seed';
import { RunPriorityEnum } from '../run/run-priority';
import { TestBedObject } from '../test-bed/test-bed-types';
import { inTransaction } from '../transaction';
import { InvalidInputError } from '../user-error';
import { protocols } from '.';
import { besidePublished, type Compared, type ComparedRow } from './beside-published';
import type { Protocol } from './define-protocol';
import { startProtocol } from './start-protocol';

const ProtocolObject = builder.objectRef<Protocol>('Protocol').implement({
  description: 'A published experiment that is run on the data at hand.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Its name in requests.' }),
    title: t.exposeString('title', { description: 'The paper.' }),
    summary: t.exposeString('summary', { description: 'What it runs.' }),
    source: t.exposeString('source', { description: 'Where it was published.' }),
    needsModel: t.boolean({
      description: 'Whether a model must be given; otherwise the standard CNN is trained when none is.',
      resolve: ({ model }) => model === 'given',
    }),
  }),
});

const ComparedRowObject = builder.objectRef<ComparedRow>('PublishedComparisonRow').implement({
  description: 'Figures of one detector, with the published ones beside them, in the order of the columns.',
  fields: (t) => ({
    detector: t.exposeString('detector', { description: 'Our detector.' }),
    ours: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'Our figures, 0 to 1, means over seeds; null before they are there.',
      resolve: ({ ours }) => [...ours],
    }),
    publishedLabel: t.exposeString('publishedLabel', {
      nullable: true,
      description: 'What the published figures were measured with.',
    }),
    published: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'Published figures, 0 to 1; null where there is none.',
      resolve: ({ published }) => [...published],
    }),
    strongestThreatLevel: t.field({
      type: ThreatLevelEnum,
      description:
        'What the strongest attacker that was set on our detector knew, of several seeds the least: with ZERO our figures say nothing about an attacker who knows it.',
      resolve: ({ strongestThreatLevel }) => strongestThreatLevel,
    }),
  }),
});

const ComparedObject = builder.objectRef<Compared>('PublishedComparison').implement({
  description: 'What a test bed of a protocol found, beside what was published.',
  fields: (t) => ({
    protocol: t.field({
      type: ProtocolObject,
      description: 'The protocol.',
      resolve: ({ protocol }) => protocol,
    }),
    measure: t.string({
      description: 'What the figures are.',
      resolve: ({ protocol }) =>
        protocol.measure === 'macroAuc'
          ? 'AUC over successful adversarials'
          : 'accuracy at the equal-error threshold over successful adversarials',
    }),
    columns: t.stringList({
      description: 'Titles of the figures: all attacks first, then each.',
      resolve: ({ columns }) => [...columns],
    }),
    rows: t.field({
      type: [ComparedRowObject],
      description: 'One row a detector.',
      resolve: ({ rows }) => [...rows],
    }),
    departures: t.stringList({
      description: 'Where this run departs from the paper.',
      resolve: ({ departures }) => [...departures],
    }),
    note: t.string({
      description: 'What the published figures were measured on.',
      resolve: ({ protocol }) => protocol.publishedNote,
    }),
  }),
});

builder.prismaObjectField('TestBed', 'besidePublished', (t) =>
  t.field({
    type: ComparedObject,
    nullable: true,
    description: 'Its figures beside the published ones, for the bed of a published protocol.',
    select: { id: true, params: true },
    resolve: (bed, _, { prisma }) => besidePublished(prisma, bed),
  }),
);

builder.queryField('protocols', (t) =>
  t.field({
    type: [ProtocolObject],
    description: 'Published experiments that can be run.',
    resolve: () => [...protocols],
  }),
);

const StartProtocolInput = builder.inputType('StartProtocolInput', {
  description: 'A published experiment to be run on what is at hand.',
  fields: (t) => ({
    protocol: t.string({ required: true, description: 'Id of the protocol, such as carrara-mtap-2018.' }),
    datasetId: t.globalID({ required: true, description: 'The data set, imported.' }),
    modelId: t.globalID({ description: 'The model, ready; for a protocol that trains none.' }),
    name: t.string({ description: 'What people will call it.' }),
    seeds: t.intList({ description: 'One whole bed for each seed, 1 to 10 of them. Default 0.' }),
    priority: t.field({
      type: RunPriorityEnum,
      description: 'Which runs of the team are taken first. Default NORMAL.',
    }),
    train: t.int({ description: 'Images that detectors learn from; as in the protocol when left out.' }),
    validation: t.int({ description: 'Images that set thresholds; as in the protocol when left out.' }),
    test: t.int({ description: 'Images that are judged on; as in the protocol when left out.' }),
  }),
});

builder.mutationField('startProtocol', (t) =>
  t.prismaField({
    type: TestBedObject,
    description: 'Starts a published protocol: attacks, fits, evaluates.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: StartProtocolInput, required: true, description: 'What to run.' }) },
    resolve: async (_query, _, { input }, context) => {
      const dataset = await findDataset(context, input.datasetId.id);
      const model = input.modelId ? await findModel(context, input.modelId.id) : null;
      if (model && model.datasetId !== dataset.id)
        throw new InvalidInputError(
          `modelId: expected a model for ${dataset.name}, got one for ${model.dataset.name}`,
          { field: 'modelId' },
        );
      const seeds = checkSeeds(input.seeds);
      const { train, validation, test } = input;
      const given = Object.entries({ train, validation, test }).filter(([, value]) => value != null);
      return inTransaction(context.prisma, (tx) =>
        startProtocol(tx, {
          protocol: input.protocol,
          projectId: dataset.projectId,
          name: input.name ? checkName(input.name, 'name') : undefined,
          dataset,
          model,
          seeds,
          sizes: Object.fromEntries(given),
          priority: input.priority ?? 0,
          createdById: context.viewer.id,
          actor: context.viewer,
        }),
      );
    },
  }),
);
