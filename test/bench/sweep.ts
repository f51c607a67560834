import { exactSearch, type Neighbors } from '@fiducial/core/neighbors';
import { sweepNeighbors } from '@fiducial/core/sweep';
import { seededRandom } from '@fiducial/core/tensors';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/sweep.ts: kNN AUCs of every weighting at k = 1 to 200, from neighbor lists of 10,000 inputs kept before.
await announceBackend('Layer sweep: 3 weightings, k 1 to 200, 10,000 inputs, 4 attacks and a control');
const [rows, k, classes, referenceRows] = [10_000, 200, 10, 10_000];
const random = seededRandom(1);
const labels = Int32Array.from({ length: referenceRows }, () => random.integer(classes));
const plan = {
  partitions: 2,
  sets: [false, false, false, false, true].map((control) => ({ control })),
  ks: Array.from({ length: k }, (_, at) => at + 1),
};
const inputs = {
  predicted: Int32Array.from({ length: rows }, () => random.integer(classes)),
  partition: Uint8Array.from({ length: rows }, () => random.integer(3) && 1),
  group: Uint8Array.from({ length: rows }, () => random.integer(1 + plan.sets.length)),
};
// Real searches, so that the lists are sorted as they are in use, in a space where classes overlap in part.
const dimensions = 16;
const around = (of: Int32Array, apart: number) => ({
  data: Float32Array.from(
    { length: of.length * dimensions },
    (_, at) => (at % dimensions === of[Math.floor(at / dimensions)] ? apart : 0) + random.normal(),
  ),
  dimensions,
});
const [reference, queries] = [around(labels, 4), around(inputs.predicted, 3)];
const lists: Neighbors = await exactSearch(() => [reference])(queries, k, { seed: 0 });
const sweepLayers = (layers: number) => async () => {
  for (let layer = 0; layer < layers; layer++)
    await sweepNeighbors(lists, { labels, inputs, plan, context: { seed: 0 } });
};
await measure(
  [
    { name: '1 layer, 600 cells', units: 600, run: sweepLayers(1) },
    { name: '5 layers, 3,000 cells', units: 3000, run: sweepLayers(5) },
  ],
  { runs: 5, unit: 'cells' },
);
