import { plainParameter } from '../launch-fields';
import { name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Attack a model. */
export const attackForm: LaunchFormPlan = {
  mutation: 'launchAttack',
  makes: 'AttackSet',
  words:
    'Makes an adversarial twin of every image of a sample, at one or several epsilons, or with the smallest change that does it.',
  fields: ({ methods }) => [
    {
      kind: 'thing',
      of: 'samples',
      name: 'sampleId',
      title: 'Sample',
      description: 'The images that are attacked, on the model that they were drawn for.',
    },
    {
      kind: 'choice',
      name: 'attack',
      title: 'Attack',
      description: 'How the twins are made.',
      variants: methods.attack,
    },
    {
      kind: 'numbers',
      name: 'epsilons',
      title: 'Epsilons',
      description:
        'Radii of the ball, in input units, 1 to 32 of them, separated by commas. Fractions such as 8/255 are welcome.',
      first: '20/255, 40/255',
    },
    plainParameter('quantization', 'CHOICE', {
      description:
        'Images as they are found, or rounded to 8 bit: success, predictions and norms are then those after rounding.',
      default: 'FLOAT32',
      options: ['FLOAT32', 'UINT8'],
    }),
    plainParameter('trace', 'BOOLEAN', {
      description: 'Keep loss and success query by query.',
      default: false,
    }),
    name,
    seed,
  ],
};
