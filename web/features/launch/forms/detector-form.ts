import { name, seed } from './common-fields';
import { fitFields } from './fit-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Fit a detector. */
export const detectorForm: LaunchFormPlan = {
  mutation: 'fitDetector',
  makes: 'Detector',
  words: 'Gives every input a score, higher for inputs more likely adversarial.',
  fields: ({ methods }) => [...fitFields(methods), name, seed],
};
