import { dataset, name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Train a model. */
export const modelForm: LaunchFormPlan = {
  mutation: 'trainModel',
  makes: 'Model',
  words: 'A classifier, trained here.',
  fields: ({ methods }) => [
    dataset,
    {
      kind: 'choice',
      name: 'architecture',
      title: 'Architecture',
      description: 'The network that is trained.',
      variants: methods.architecture,
    },
    name,
    seed,
  ],
};
