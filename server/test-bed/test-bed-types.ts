import { chooseDigits } from '../demonstration/choose-digits';
import { startDemonstration } from '../demonstration/start-demonstration';
import { env } from '../env';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { findDataset } from '../launch/find-things';
import { checkName } from '../name';
import { notDeleted } from '../project/not-deleted';
import { checkSeeds } from '../run/check-seed';
import { RunPriorityEnum } from '../run/run-priority';
import { RunObject } from '../run/run-types';
import { inTransaction } from '../transaction';
import { runsOfTestBed } from './runs-of-test-bed';
import { standardPlan } from './standard-plan';
import { startTestBed } from './start-test-bed';

const TestBedVariantEnum = builder.enumType('TestBedVariant', {
  description: 'How much of the standard test bed is run.',
  values: {
    STANDARD: {
      value: 'standard',
      description: 'The kNN score on each layer, two evolution maps and two baselines.',
    },
    FULL: { value: 'full', description: 'All weightings, both k, all four evolution maps, all baselines.' },
    COMPLETE: {
      value: 'complete',
      description: 'The detectors of FULL on every attack; those that learn, learn from the four of the bed.',
    },
  } as const,
});

/** A test bed as the API describes it. */
export const TestBedObject = builder.prismaNode('TestBed', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A plan of runs started together, from training to comparison.',
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    params: t.expose('params', { type: 'JSON', description: 'Seeds and variant.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    runs: t.relation('runs', {
      type: RunObject,
      description: 'Its runs, in order.',
      query: { where: notDeleted, orderBy: { id: 'asc' } },
    }),
    total: t.int({
      description:
        'Number of runs, with those made before it that it builds on, as the import of its data set.',
      resolve: ({ id }, _, { prisma }) => prisma.run.count({ where: runsOfTestBed(id) }),
    }),
    done: t.int({
      description: 'Number of these runs that succeeded.',
      resolve: ({ id }, _, { prisma }) =>
        prisma.run.count({ where: { ...runsOfTestBed(id), status: 'SUCCEEDED' } }),
    }),
    evaluations: t.prismaField({
      type: [EvaluationObject],
      description: 'Its finished evaluations, best first.',
      resolve: (query, { id }, _, { prisma }) =>
        prisma.evaluation.findMany({
          ...query,
          where: { ...notDeleted, run: { testBedId: id }, macroAuc: { not: null } },
          orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
        }),
    }),
  }),
});

const StartTestBedInput = builder.inputType('StartTestBedInput', {
  description: 'A standard test bed to be run.',
  fields: (t) => ({
    datasetId: t.globalID({ required: true, description: 'The data set: MNIST, or one of its kind.' }),
    name: t.string({ description: 'What people will call it.' }),
    seeds: t.intList({ description: 'One whole bed for each seed, 1 to 10 of them. Default 0.' }),
    variant: t.field({ type: TestBedVariantEnum, description: 'How much of it. Default STANDARD.' }),
    priority: t.field({
      type: RunPriorityEnum,
      description: 'Which runs of the team are taken first. Default NORMAL.',
    }),
  }),
});

builder.mutationField('startTestBed', (t) =>
  t.prismaField({
    type: TestBedObject,
    description: 'Starts the standard test bed: trains, attacks, fits, evaluates.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: StartTestBedInput, required: true, description: 'What to run.' }) },
    resolve: async (_query, _, { input }, context) => {
      const dataset = await findDataset(context, input.datasetId.id);
      const seeds = checkSeeds(input.seeds);
      const name = checkName(input.name || `Standard test bed on ${dataset.name}`, 'name');
      const variant = input.variant ?? 'standard';
      return inTransaction(context.prisma, (tx) =>
        startTestBed(tx, {
          projectId: dataset.projectId,
          name,
          dataset,
          seeds,
          plan: (seed) => standardPlan({ seed, variant }),
          params: { variant },
          priority: input.priority ?? 0,
          createdById: context.viewer.id,
          actor: context.viewer,
        }),
      );
    },
  }),
);

builder.mutationField('startDemonstration', (t) =>
  t.prismaField({
    type: TestBedObject,
    description:
      'Makes the project of the demonstration, imports the digits and starts the standard test bed on them.',
    errors: { types: expectedErrors },
    resolve: async (_query, _, _args, context) => {
      const digits = await chooseDigits(env.mnistFolder);
      return startDemonstration(context, { viewer: context.viewer, digits });
    },
  }),
);
