import { exactSearch } from '@fiducial/core/neighbors';
import { seededRandom } from '@fiducial/core/tensors';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/knn.ts: exact neighbors of 512 queries among 60,000 rows, as many as MNIST has.
await announceBackend('kNN: exact search, 512 queries, 60,000 rows');
const random = seededRandom(1);
const draw = (count: number) => Float32Array.from({ length: count }, () => Math.max(0, random.normal()));
const chunkRows = 8192;

function contender(dimensions: number, k: number) {
  const data = draw(60_000 * dimensions);
  const chunks = Array.from({ length: Math.ceil(60_000 / chunkRows) }, (_, index) => ({
    data: data.subarray(index * chunkRows * dimensions, (index + 1) * chunkRows * dimensions),
    dimensions,
  }));
  const queries = { data: draw(512 * dimensions), dimensions };
  return {
    name: `${dimensions} dimensions, k ${k}`,
    units: 512,
    run: () => exactSearch(() => chunks)(queries, k, { seed: 0 }),
  };
}

await measure([contender(32, 100), contender(200, 100), contender(200, 1000)], { runs: 5, unit: 'queries' });
