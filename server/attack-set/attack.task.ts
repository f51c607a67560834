import { type Attack, attacks } from '@fiducial/core/attacks';
import { CoreError } from '@fiducial/core/errors';
import { gatherImages } from '@fiducial/core/models';
import { indices, inputRun } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';
import { attackNeed } from './attack-need';
import { attackParams, attackResults } from './attack-results';
import { makeAttackSet } from './make-attack-set';

/** Attacks all images of a sample at each budget. */
export const attackTask = defineTask({
  kind: 'attack',
  version: 4,
  params: attackParams,
  results: attackResults,
  needsBackend: true,
  need: attackNeed,
  run: async ({ params, inputs, outputs, checkpoints, context }) => {
    const attack = findAttack(params.attack);
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model, taps } = await readModel(inputRun(inputs, 'model'));
    const items = await indices(inputRun(inputs, 'sample'), 'items');
    const images = gatherImages(dataset.images, items);
    const labels = Int32Array.from(items, (item) => dataset.labels[item] ?? 0);
    const making = {
      params,
      attack: () => attack,
      model,
      taps,
      images,
      labels,
      outputs,
      checkpoints,
      context,
    };
    const { results } = await makeAttackSet(making);
    model.dispose();
    return results;
  },
});

function findAttack(id: string): Attack {
  const attack = attacks.find((known) => known.id === id);
  if (attack) return attack;
  const known = attacks.map((one) => one.id).join(', ');
  throw new CoreError('PARAMETERS', `attack: expected one of ${known}, got ${id}`);
}
