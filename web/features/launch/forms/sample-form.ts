import { images, model, name, seed, split } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Draw a sample. */
export const sampleForm: LaunchFormPlan = {
  mutation: 'drawSample',
  makes: 'Sample',
  words:
    'Correctly classified images of the test split, parted so that an image and its twins never cross the parts.',
  fields: () => [
    model,
    images('train', 700, 1),
    images('validation', 100, 1),
    images('test', 200, 1),
    images('maxErrors', 1000, 0),
    split('Split that is drawn from. Left empty, test.'),
    name,
    seed,
  ],
};
