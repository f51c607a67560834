import { CancelledError } from '@fiducial/core/errors';
import { exactSearch } from '@fiducial/core/neighbors';
import { seededRandom, tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { approximateSearch, hnswAvailable, hnswUnavailable } from './approximate-search';
import { recall } from './recall';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };
const [rows, dimensions, asked, k] = [2000, 16, 40, 20];

/** Ten clusters, as activations of ten classes are. */
function points(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count * dimensions }, (_, at) => {
    const [row, column] = [Math.floor(at / dimensions), at % dimensions];
    return (row % 10 === column ? 3 : 0) + random.normal();
  });
}

const chunks = () => {
  const data = points(rows, 1);
  const half = (rows / 2) * dimensions;
  return [data.subarray(0, half), data.subarray(half)].map((part) => ({ data: part, dimensions }));
};
const queries = { data: points(asked, 2), dimensions };

test('recall is the share of true neighbors found, whatever their order', () => {
  const neighbors = (...indices: number[]) => ({
    k: 2,
    indices: Uint32Array.from(indices),
    distances: new Float32Array(4),
  });
  expect(recall(neighbors(1, 2, 3, 4), neighbors(2, 1, 4, 9))).toBe(0.75);
});

if (hnswAvailable())
  describe('approximate search', () => {
    test('finds nearly all true neighbors, with their distances', async () => {
      const [exact, found] = [
        await exactSearch(chunks)(queries, k, context),
        await approximateSearch(chunks, { seed: 0 })(queries, k, context),
      ];
      expect(recall(exact, found)).toBeGreaterThan(0.98);
      expect(found.distances[0]).toBeCloseTo(exact.distances[0] ?? Number.NaN, 4);
      for (let at = 1; at < k; at++)
        expect(found.distances[at]).toBeGreaterThanOrEqual(found.distances[at - 1] ?? 0);
    });

    test('finds less with fewer candidates', async () => {
      const exact = await exactSearch(chunks)(queries, k, context);
      const poor = approximateSearch(chunks, { seed: 0, links: 4, buildCandidates: 8, searchCandidates: 1 });
      expect(recall(exact, await poor(queries, k, context))).toBeLessThan(0.98);
    });

    test('gives the same neighbors under the same seed', async () => {
      const search = () => approximateSearch(chunks, { seed: 3 })(queries, k, context);
      expect(await search()).toEqual(await search());
    });

    test('gives a reference row itself at distance 0', async () => {
      const data = points(rows, 1).slice(0, dimensions);
      const found = await approximateSearch(chunks, { seed: 0 })({ data, dimensions }, 1, context);
      expect([...found.indices]).toEqual([0]);
      expect([...found.distances]).toEqual([0]);
    });

    test('refuses what exact search refuses', async () => {
      const search = approximateSearch(chunks, { seed: 0 });
      await expect(search(queries, rows + 1, context)).rejects.toThrow(`k: expected 1 to ${rows}`);
      await expect(search({ data: new Float32Array(3), dimensions: 3 }, 1, context)).rejects.toThrow(
        'expected 16 dimensions, got 3',
      );
    });

    test('stops while it builds, and builds anew when it is asked again', async () => {
      const search = approximateSearch(chunks, { seed: 0 });
      await expect(search(queries, k, { seed: 0, signal: AbortSignal.abort() })).rejects.toThrow(
        CancelledError,
      );
      expect((await search(queries, k, context)).indices.length).toBe(asked * k);
    });
  });
else
  test('without the native module it is said why', async () => {
    expect(hnswUnavailable()).toMatch(/hnswlib-node/);
    await expect(approximateSearch(chunks, { seed: 0 })(queries, k, context)).rejects.toThrow(/hnswlib-node/);
  });
