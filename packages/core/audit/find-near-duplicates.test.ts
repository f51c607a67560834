import { beforeAll, expect, test } from 'vitest';
import type { ImageArray } from '../models/images';
import { seededRandom, tf } from '../tensors';
import { cutImages, findNearDuplicates } from './find-near-duplicates';
import { imageCells } from './image-cells';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };
const shape = [7, 6, 2] as const;
const size = 7 * 6 * 2;

function pictures(images: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: images * size }, () => 2 * random.uniform());
}

const find = async (
  queries: ImageArray,
  reference: ImageArray,
  { side, limit }: { side: number; limit?: number },
) => {
  const options = { side, range: 2, context };
  const cut = [await cutImages(queries, options), await cutImages(reference, options)] as const;
  return findNearDuplicates(...cut, { context, range: 2, ...(limit && { limit }) });
};

/** Root mean square of the difference of two rows as a share of the range, written anew. */
function difference(a: ImageArray, b: ImageArray, [i, j]: [number, number]): number {
  const squares = Array.from({ length: size }, (_, at) => {
    const delta = (a.data[i * size + at] ?? 0) - (b.data[j * size + at] ?? 0);
    return (delta / 2) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / size);
}

test('finds copies that are equal or hardly changed, with their difference, and nothing else', async () => {
  const reference = pictures(12, 1);
  const queries = pictures(12, 2);
  queries.set(reference.subarray(3 * size, 4 * size), 0);
  const changed = reference.slice(7 * size, 8 * size);
  // One of 84 values by a tenth of the range: root mean square 0.1 / sqrt(84) = 0.0109 of it.
  changed[5] = (changed[5] ?? 0) + 0.2;
  queries.set(changed, size);
  const found = await find({ data: queries, shape }, { data: reference, shape }, { side: 3 });
  expect(found).toEqual({
    pairs: [
      { query: 0, reference: 3, difference: 0 },
      { query: 1, reference: 7, difference: expect.closeTo(0.1 / Math.sqrt(size), 6) },
    ],
    undecided: [],
  });
});

test.each([1, 2, 3, 4, 7, 16])(
  'distances of cells are never above those of the images, and equal them when a cell is a value: side %i',
  async (side) => {
    const [a, b] = [
      { data: pictures(5, 3), shape },
      { data: pictures(4, 4), shape },
    ];
    const [of, to] = [
      await imageCells(a, { side, range: 2, context }),
      await imageCells(b, { side, range: 2, context }),
    ].map(([chunk]) => chunk ?? { data: new Float32Array(0), dimensions: 1 });
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 4; j++) {
        const { dimensions = 1 } = of ?? {};
        const deltas = Array.from(
          { length: dimensions },
          (_, at) => (of?.data[i * dimensions + at] ?? 0) - (to?.data[j * dimensions + at] ?? 0),
        );
        const bound = Math.hypot(...deltas);
        expect(bound).toBeLessThanOrEqual(difference(a, b, [i, j]) + 1e-6);
        if (side >= 7) expect(bound).toBeCloseTo(difference(a, b, [i, j]), 5);
      }
  },
);

test('agrees with comparing every pair, whatever the grid, where it decides', async () => {
  const reference = { data: pictures(40, 5), shape };
  const queries = { data: pictures(10, 6), shape };
  // Two random pictures differ by about 0.41 of the range: this limit parts the nearest ones in two.
  const limit = 0.345;
  const nearest = Array.from({ length: 10 }, (_, query) => {
    const all = Array.from({ length: 40 }, (_, other) => difference(queries, reference, [query, other]));
    return { query, reference: all.indexOf(Math.min(...all)), difference: Math.min(...all) };
  });
  const expected = nearest.filter((pair) => pair.difference < limit);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(10);
  const found = await find(queries, reference, { side: 16, limit });
  expect(found.pairs.map(({ query, reference: of }) => [query, of])).toEqual(
    expected.map(({ query, reference: of }) => [query, of]),
  );
});

test('compares with all where too many are alike in their cells', async () => {
  // Checkerboards, and one that is the opposite: equal means, so that no grid tells them apart.
  const square = [4, 4, 1] as const;
  const board = Float32Array.from({ length: 30 * 16 }, (_, at) => (((at % 16) + ((at % 16) >> 2)) % 2) * 2);
  const opposite = Float32Array.from({ length: 16 }, (_, at) => 2 - (board[at] ?? 0));
  const found = (reference: Float32Array) =>
    find({ data: opposite, shape: square }, { data: reference, shape: square }, { side: 2 });
  expect(await found(board)).toEqual({ pairs: [], undecided: [] });
  const hidden = board.slice();
  hidden.set(opposite, 25 * 16);
  expect(await found(hidden)).toEqual({
    pairs: [{ query: 0, reference: 25, difference: 0 }],
    undecided: [],
  });
});
