import { name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Evaluate a detector. */
export const evaluationForm: LaunchFormPlan = {
  mutation: 'evaluateDetector',
  makes: 'Evaluation',
  words: 'Judges a detector on the test part of its sample: authentic images, errors, attacks and controls.',
  fields: () => [
    {
      kind: 'thing',
      of: 'detectors',
      name: 'detectorId',
      title: 'Detector',
      description: 'The detector that is judged.',
    },
    {
      kind: 'things',
      of: 'attackSets',
      name: 'attackSetIds',
      title: 'Attacks and controls',
      description:
        'On the sample of the detector. Choose the same for all detectors that you want to compare.',
      fits: (set, { detectorId }) => set.sampleId === detectorId?.sampleId,
    },
    name,
    seed,
  ],
};
