import { plainParameter } from '../launch-fields';
import { model, name, seed, split } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Build a reference set. */
export const referenceSetForm: LaunchFormPlan = {
  mutation: 'buildReferenceSet',
  makes: 'ReferenceSet',
  words: 'Activations of the model’s own training images: what detectors compare an input with.',
  fields: () => [
    model,
    plainParameter('layers', 'LAYERS', {
      description: 'Layers to keep. None chosen means all.',
      default: [],
    }),
    plainParameter('correctOnly', 'BOOLEAN', {
      description: 'Make centroids and medoids of correctly classified images only.',
      default: false,
    }),
    plainParameter('medoidSample', 'INTEGER', {
      description:
        'Members of each class, drawn under the seed, that medoids are looked for among. Left empty, all: exact medoids.',
      minimum: 1,
      maximum: 1_000_000,
    }),
    split('Split whose images are kept. Left empty, train.'),
    name,
    seed,
  ],
};
