import { name } from './common-fields';
import { fitFields } from './fit-fields';
import type { LaunchFormPlan } from './launch-form-plan';
import { usualAttackSets } from './usual-attack-sets';

/** Repeat a detector over seeds. */
export const repeatForm: LaunchFormPlan = {
  mutation: 'repeatDetector',
  makes: 'TestBed',
  words:
    'Fits a detector once a seed and judges each on the same inputs: how much of its result is the luck of the seed? Nothing else differs.',
  fields: ({ methods, judgedOn = [] }) => [
    ...fitFields(methods),
    {
      kind: 'things',
      of: 'attackSets',
      name: 'attackSetIds',
      title: 'Attacks and controls to judge on',
      description:
        'On the same sample, its test part. Those of the evaluations that are there are chosen at first, so that all can be compared.',
      fits: (set, { sampleId }) => set.sampleId === sampleId?.id,
      firstWith: ({ sampleId }) => usualAttackSets(judgedOn, sampleId?.id),
    },
    {
      kind: 'numbers',
      name: 'seeds',
      title: 'Seeds',
      description: 'A detector and its evaluation for each, 2 to 20 of them, separated by commas.',
      first: '0, 1, 2',
    },
    name,
  ],
};
