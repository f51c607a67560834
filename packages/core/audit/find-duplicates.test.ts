import { expect, test } from 'vitest';
import { CancelledError } from '../errors';
import { seededRandom } from '../tensors';
import { findDuplicates, type SearchedGroup } from './find-duplicates';

const shape = [6, 6, 2] as const;
const size = 72;
const context = { seed: 0 };

/** Images of noise; `copies` are `[to, from, values changed by a tenth of the range]`, through all groups. */
function groupsOf(counts: readonly number[], copies: readonly [number, number, number][]): SearchedGroup[] {
  const random = seededRandom(4);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = Uint8Array.from({ length: total * size }, () => Math.floor(225 * random.uniform()));
  for (const [to, from, changed] of copies) {
    all.copyWithin(to * size, from * size, (from + 1) * size);
    for (let at = 0; at < changed; at++) all[to * size + at] = (all[to * size + at] ?? 0) + 25;
  }
  let next = 0;
  return counts.map((count) => {
    const data = all.slice(next * size, (next + count) * size);
    next += count;
    const digests = Array.from({ length: count }, (_, row) =>
      Buffer.from(data.subarray(row * size, (row + 1) * size)).toString('hex'),
    );
    return { images: { data, shape }, digests };
  });
}

test('finds what is there twice, within a group and between two, once for each group', async () => {
  const groups = groupsOf(
    [20, 10],
    [
      [9, 2, 0],
      [15, 3, 1],
      [22, 2, 0],
      [29, 21, 2],
    ],
  );
  const { found, undecided, limit } = await findDuplicates(groups, { range: 255, context });
  expect(limit).toBe(0.03);
  expect(
    found.map(({ image, other, group, against, equal }) => [image, other, group, against, equal]),
  ).toEqual([
    [9, 2, 0, 0, true],
    [22, 2, 1, 0, true],
    [15, 3, 0, 0, false],
    [29, 21, 1, 1, false],
  ]);
  expect(found[2]?.difference).toBeCloseTo(25 / 255 / Math.sqrt(size), 6);
  expect(found[3]?.difference).toBeCloseTo((25 / 255) * Math.sqrt(2 / size), 6);
  expect(undecided).toEqual([0, 0]);
});

test('agrees with comparing every pair', async () => {
  // Two images of noise differ by about 0.36 of the range: this limit parts their pairs in two.
  const limit = 0.34;
  const groups = groupsOf([40], []);
  const data = groups[0]?.images.data ?? [];
  const difference = (a: number, b: number) => {
    const squares = Array.from(
      { length: size },
      (_, at) => (((data[a * size + at] ?? 0) - (data[b * size + at] ?? 0)) / 255) ** 2,
    );
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / size);
  };
  const expected = Array.from({ length: 40 }, (_, image) => {
    const all = Array.from({ length: image }, (_unused, other) => difference(image, other));
    const least = Math.min(...all);
    return least < limit ? [image, all.indexOf(least)] : undefined;
  }).filter((pair) => pair !== undefined);
  expect(expected.length).toBeGreaterThan(3);
  expect(expected.length).toBeLessThan(39);
  const { found } = await findDuplicates(groups, { range: 255, context, limit });
  expect(found.map(({ image, other }) => [image, other]).sort(([a = 0], [b = 0]) => a - b)).toEqual(expected);
});

test('says how many images it left open when the work is too much, and stops when it is cancelled', async () => {
  const groups = groupsOf([20, 10], []);
  const { undecided } = await findDuplicates(groups, { range: 255, context, work: 0 });
  expect(undecided).toEqual([20, 10]);
  const cancelled = { seed: 0, signal: AbortSignal.abort() };
  await expect(findDuplicates(groups, { range: 255, context: cancelled })).rejects.toThrow(CancelledError);
});
