import { name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';
import { usualAttackSets } from './usual-attack-sets';

/** Evaluate a detector. */
export const evaluationForm: LaunchFormPlan = {
  mutation: 'evaluateDetector',
  makes: 'Evaluation',
  words: 'Judges a detector on the test part of its sample: authentic images, errors, attacks and controls.',
  fields: ({ judgedOn = [] }) => [
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
        'On the sample of the detector. Only detectors that are judged on the same ones can be compared: those of the evaluations that are there are chosen at first.',
      fits: (set, { detectorId }) => set.sampleId === detectorId?.sampleId,
      firstWith: ({ detectorId }) => usualAttackSets(judgedOn, detectorId?.sampleId),
    },
    name,
    seed,
  ],
};
