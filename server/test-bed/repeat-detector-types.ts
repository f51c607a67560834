import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { DetectorInput } from '../method/method-inputs';
import { RunPriorityEnum } from '../run/run-priority';
import { repeatDetector } from './repeat-detector';
import { TestBedObject } from './test-bed-types';

const RepeatDetectorInput = builder.inputType('RepeatDetectorInput', {
  description: 'A detector to be fitted and judged with several seeds.',
  fields: (t) => ({
    referenceSetId: t.globalID({ required: true, description: 'The training activations to compare with.' }),
    sampleId: t.globalID({ required: true, description: 'The images to fit with and to judge on.' }),
    detector: t.field({ type: DetectorInput, required: true, description: 'The method and its parameters.' }),
    trainOn: t.globalIDList({
      description: 'Attack sets to learn from; methods that do not learn set thresholds on them.',
    }),
    attackSetIds: t.globalIDList({ required: true, description: 'Attacks and controls to judge it on.' }),
    seeds: t.intList({
      required: true,
      description: 'A detector and an evaluation for each, 2 to 20 of them.',
    }),
    priority: t.field({
      type: RunPriorityEnum,
      description: 'Which runs of the team are taken first. Default NORMAL.',
    }),
    name: t.string({ description: 'What people will call it; a telling one is made when none is given.' }),
  }),
});

builder.mutationField('repeatDetector', (t) =>
  t.prismaField({
    type: TestBedObject,
    description:
      'Fits and judges a detector with several seeds, all else being equal: an ordinary detector and evaluation for each.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: RepeatDetectorInput, required: true, description: 'What to repeat.' }) },
    resolve: (_query, _, { input }, context) =>
      repeatDetector(context, {
        ...input,
        referenceSetId: input.referenceSetId.id,
        sampleId: input.sampleId.id,
        trainOn: (input.trainOn ?? []).map(({ id }) => id),
        attackSetIds: input.attackSetIds.map(({ id }) => id),
      }),
  }),
);
