import { name } from './common-fields';
import { fitFields } from './fit-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Repeat a detector over seeds. */
export const repeatForm: LaunchFormPlan = {
  mutation: 'repeatDetector',
  makes: 'TestBed',
  words:
    'Fits a detector once a seed and judges each on the same inputs: how much of its result is the luck of the seed? Nothing else differs.',
  fields: ({ methods }) => [
    ...fitFields(methods),
    {
      kind: 'things',
      of: 'attackSets',
      name: 'attackSetIds',
      title: 'Attacks and controls to judge on',
      description: 'On the same sample, its test part.',
      fits: (set, { sampleId }) => set.sampleId === sampleId?.id,
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
