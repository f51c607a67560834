import { plainParameter } from '../launch-fields';
import { model, name, seed } from './common-fields';
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
    name,
    seed,
  ],
};
