import { name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';
import { keptRange } from './neighbor-range';

/** Sweep other k. */
export const otherKForm: LaunchFormPlan = {
  mutation: 'recountLayers',
  makes: 'LayerSweep',
  words:
    'Judges other k from the neighbors that a layer sweep has kept. Nothing is looked up: it takes seconds.',
  fields: () => [
    {
      kind: 'thing',
      of: 'layerSweeps',
      name: 'layerSweepId',
      title: 'Layer sweep',
      description: 'Whose neighbors are counted.',
    },
    ...keptRange,
    name,
    seed,
  ],
};
