import { plainParameter } from '../launch-fields';
import { dataset, model, name, protocolImages } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Run a published protocol. */
export const protocolForm: LaunchFormPlan = {
  mutation: 'startProtocol',
  makes: 'TestBed',
  words:
    'Runs a published experiment on your data and model, says where it departs from the paper, and shows the published numbers beside its own.',
  fields: ({ protocols }) => [
    plainParameter('protocol', 'CHOICE', {
      required: true,
      description: protocols.map(({ id, title }) => `${id}: ${title}.`).join(' '),
      default: protocols[0]?.id ?? null,
      options: protocols.map(({ id }) => id),
    }),
    dataset,
    {
      ...model,
      optional: true,
      fits: ({ datasetId }, chosen) => datasetId === chosen.datasetId?.id,
      description: `The classifier that is attacked and watched. Without one, ${protocols
        .filter(({ needsModel }) => !needsModel)
        .map(({ id }) => id)
        .join(' and ')} trains the standard CNN; the others need one.`,
    },
    protocolImages('train'),
    protocolImages('validation'),
    protocolImages('test'),
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
