import { bound } from '../../../forms/parameter';
import { type LaunchField, plainParameter } from '../launch-fields';

/** The k of a layer sweep. */
export const kRange = [
  plainParameter('firstK', 'INTEGER', {
    description: 'Least number of neighbors looked at.',
    default: 1,
    minimum: 1,
    maximum: 2000,
  }),
  plainParameter('lastK', 'INTEGER', {
    description: 'Greatest number of neighbors looked at.',
    default: 200,
    minimum: 1,
    maximum: 2000,
  }),
  plainParameter('stepK', 'INTEGER', {
    description: 'From one k to the next.',
    default: 1,
    minimum: 1,
    maximum: 2000,
  }),
];

/** The same, up to as many neighbors as the chosen sweep keeps. */
export const keptRange = kRange.map(
  (field): LaunchField => ({
    ...field,
    narrow: ({ layerSweepId }) => {
      const kept = layerSweepId?.keptNeighbors;
      if (kept === undefined) return {};
      const { name, description } = field.parameter;
      if (name !== 'lastK') return { maximum: kept };
      return {
        maximum: kept,
        default: kept,
        description: `${description} The sweep keeps the ${bound(kept)} nearest of each input: no k can be greater.`,
      };
    },
  }),
);
