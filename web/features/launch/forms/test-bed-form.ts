import { plainParameter } from '../launch-fields';
import { dataset, name } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Run the standard test bed. */
export const testBedForm: LaunchFormPlan = {
  mutation: 'startTestBed',
  makes: 'TestBed',
  words:
    'Trains a network, attacks it in four ways and with random noise, fits detectors and evaluates them all on the same inputs.',
  fields: () => [
    dataset,
    plainParameter('variant', 'CHOICE', {
      description:
        'Standard: the kNN score on each layer, two evolution maps, two baselines. Full: all weightings, maps and baselines.',
      default: 'STANDARD',
      options: ['STANDARD', 'FULL'],
    }),
    {
      kind: 'numbers',
      name: 'seeds',
      title: 'Seeds',
      description: 'One whole bed for each seed, 1 to 10 of them, separated by commas.',
      first: '0',
    },
    name,
  ],
};
