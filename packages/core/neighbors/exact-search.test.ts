import { beforeAll, describe, expect, test } from 'vitest';
import { CancelledError } from '../errors';
import { seededRandom, tf } from '../tensors';
import { exactSearch } from './exact-search';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };
const [rows, dimensions, asked, k] = [300, 6, 9, 25];
const random = seededRandom(1);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const data = draw(rows * dimensions);
const queries = { data: draw(asked * dimensions), dimensions };

/** The rows in `sizes` chunks. */
function chunked(all: Float32Array, ...sizes: number[]) {
  let first = 0;
  return sizes.map((size) => {
    const part = all.slice(first * dimensions, (first + size) * dimensions);
    first += size;
    return { data: part, dimensions };
  });
}

/** All rows of one query in order, in double precision. */
function sorted(query: number) {
  return Array.from({ length: rows }, (_, row) => {
    let squared = 0;
    for (let at = 0; at < dimensions; at++)
      squared += ((data[row * dimensions + at] ?? 0) - (queries.data[query * dimensions + at] ?? 0)) ** 2;
    return { row, distance: Math.sqrt(squared) };
  }).sort((a, b) => a.distance - b.distance || a.row - b.row);
}

describe('exact search', () => {
  test.each([[[300]], [[200, 100]], [[128, 128, 44]]])(
    'finds what sorting all distances finds, with chunks of %j rows',
    async (sizes) => {
      const found = await exactSearch(() => chunked(data, ...sizes))(queries, k, context);
      for (let query = 0; query < asked; query++) {
        const expected = sorted(query).slice(0, k);
        expect([...found.indices.subarray(query * k, (query + 1) * k)]).toEqual(
          expected.map(({ row }) => row),
        );
        expected.forEach(({ distance }, rank) => {
          expect(found.distances[query * k + rank]).toBeCloseTo(distance, 5);
        });
      }
    },
  );

  test('gives Euclidean distances, not squared ones', async () => {
    const points = [{ data: Float32Array.of(0, 0, 3, 4), dimensions: 2 }];
    const { distances } = await exactSearch(() => points)(
      { data: Float32Array.of(0, 0), dimensions: 2 },
      2,
      context,
    );
    expect([...distances]).toEqual([0, 5]);
  });

  test('breaks ties by the lower row, and gives duplicates exactly 0', async () => {
    // Far from the origin, where |q|^2 - 2 q.x + |x|^2 alone would lose all digits.
    const point = [1000.25, -2000.5, 3000.125];
    const away = [1000.25, -2000.5, 3000.25];
    const points = [{ data: Float32Array.from([away, point, away, point, away].flat()), dimensions: 3 }];
    const { indices, distances } = await exactSearch(() => points)(
      { data: Float32Array.from(point), dimensions: 3 },
      5,
      context,
    );
    expect([...indices]).toEqual([1, 3, 0, 2, 4]);
    expect([...distances]).toEqual([0, 0, 0.125, 0.125, 0.125]);
  });

  test('breaks ties of many rows at the cut by the lower row, whatever rounding says of their nearness', async () => {
    // Corners of a cube about the query, scaled so that no product is exact: all are equally far, to the last digit.
    const corners = Array.from({ length: 256 }, (_, at) =>
      Array.from({ length: 8 }, (_, bit) => 3.3 + ((at >> bit) & 1 ? 0.7 : -0.7)),
    );
    const exact = corners.map((corner) => corner.map((value) => Math.fround(value)));
    const points = [{ data: Float32Array.from(exact.flat()), dimensions: 8 }];
    const query = Float32Array.from({ length: 8 }, () => 3.3);
    const distance = (row: number) =>
      (exact[row] ?? []).reduce((sum, value, at) => sum + (value - (query[at] ?? 0)) ** 2, 0);
    const expected = exact
      .map((_, row) => row)
      .sort((a, b) => distance(a) - distance(b) || a - b)
      .slice(0, 5);
    const { indices } = await exactSearch(() => points)({ data: query, dimensions: 8 }, 5, context);
    expect([...indices]).toEqual(expected);
  });

  test.each([
    { what: 'in many dimensions', wide: 200, rows: 4000, k: 100, offset: 0, scale: 1 },
    {
      what: 'close together and far from the origin, as after a ReLU',
      wide: 32,
      rows: 4000,
      k: 50,
      offset: 0.5,
      scale: 0.05,
    },
  ])(
    'looks again for hardly any query where features lie $what',
    async ({ wide, rows, k, offset, scale }) => {
      const features = (count: number) => ({
        data: Float32Array.from({ length: count * wide }, () =>
          Math.max(0, offset + scale * random.normal()),
        ),
        dimensions: wide,
      });
      const [reference, asked] = [features(rows), features(256)];
      const { kernels } = await tf.profile(async () => {
        await exactSearch(() => [reference])(asked, k, context);
        return tf.scalar(0);
      });
      const rowsLooked = kernels
        .filter(({ name }) => name === 'TopK')
        .map(({ outputShapes: [shape] }) => shape?.[0] ?? 0);
      expect(rowsLooked[0]).toBe(256);
      // Looking again for a third of them took twice as long in all, for every one fifty times.
      expect(rowsLooked.slice(1).reduce((sum, looked) => sum + looked, 0)).toBeLessThan(6);
    },
  );

  test('takes every row when k is their number', async () => {
    const { indices } = await exactSearch(() => chunked(data, 300))(queries, rows, context);
    expect(new Set(indices.subarray(0, rows)).size).toBe(rows);
  });

  test.each([
    [0, 'k: expected 1 to 300 (the reference rows), got 0'],
    [301, 'k: expected 1 to 300 (the reference rows), got 301'],
    [Number.NaN, 'k: expected 1 to 300 (the reference rows), got NaN'],
  ])('refuses k = %d', async (wrong, message) => {
    await expect(exactSearch(() => chunked(data, 300))(queries, wrong, context)).rejects.toThrow(message);
  });

  test('refuses queries of other dimensions', async () => {
    const search = exactSearch(() => chunked(data, 300));
    await expect(search({ data: draw(8), dimensions: 4 }, 3, context)).rejects.toThrow(
      'query features: expected 6 dimensions, got 4',
    );
  });

  test('stops when cancelled, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const search = exactSearch(() => chunked(data, 300));
    await expect(search(queries, k, { seed: 0, signal: AbortSignal.abort() })).rejects.toThrow(
      CancelledError,
    );
    await search(queries, k, context);
    expect(tf.memory().numTensors).toBe(before);
  });
});
