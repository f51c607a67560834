import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, tf } from '../tensors';
import { findRepresentatives } from './representatives';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const [perClass, classes, dimensions] = [40, 3, 4];

function drawn(offset: number) {
  const random = seededRandom(6);
  const labels = Int32Array.from({ length: perClass * classes }, (_, row) => row % classes);
  const data = Float32Array.from({ length: labels.length * dimensions }, () => offset + random.normal());
  return { labels, data };
}

/** The member of a class with the least summed distance, by trying all. */
function medoidByHand(data: Float32Array, labels: Int32Array, label: number): number {
  const members = [...labels.keys()].filter((row) => labels[row] === label);
  const vector = (row: number) => data.subarray(row * dimensions, (row + 1) * dimensions);
  const sums = members.map((row) =>
    members.reduce(
      (sum, other) => sum + Math.hypot(...vector(row).map((value, at) => value - (vector(other)[at] ?? 0))),
      0,
    ),
  );
  return members[sums.indexOf(Math.min(...sums))] ?? -1;
}

describe('representatives', () => {
  // Far from the origin the matrix product loses most digits: centering has to save them.
  test.each([0, 1000])(
    'are the member with the least summed distance, %d away from the origin',
    async (offset) => {
      const { labels, data } = drawn(offset);
      const { medoidRows, medoids } = await findRepresentatives(
        { data, dimensions },
        { labels, classes, context: { seed: 0 } },
      );
      medoidRows.forEach((row, label) => {
        expect(row).toBe(medoidByHand(data, labels, label));
        expect(medoids.data.slice(label * dimensions, (label + 1) * dimensions)).toEqual(
          data.slice(row * dimensions, (row + 1) * dimensions),
        );
      });
    },
  );

  test('are the mean of each class', async () => {
    const { labels, data } = drawn(0);
    const { centroids } = await findRepresentatives(
      { data, dimensions },
      { labels, classes, context: { seed: 0 } },
    );
    for (let label = 0; label < classes; label++)
      for (let at = 0; at < dimensions; at++) {
        const members = [...labels.keys()].filter((row) => labels[row] === label);
        const mean = members.reduce((sum, row) => sum + (data[row * dimensions + at] ?? 0), 0) / perClass;
        expect(centroids.data[label * dimensions + at]).toBeCloseTo(mean, 6);
      }
  });

  test('take the first of two members that are equally central', async () => {
    const data = Float32Array.of(0, 1, 1, 2, 9, 8, 8, 7);
    const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const { medoidRows } = await findRepresentatives(
      { data, dimensions: 1 },
      { labels, classes: 2, context: { seed: 0 } },
    );
    expect([...medoidRows]).toEqual([1, 5]);
  });

  test('are refused for a class without a member', async () => {
    const given = { labels: Int32Array.of(0, 2), classes: 3, context: { seed: 0 } };
    await expect(findRepresentatives({ data: Float32Array.of(1, 2), dimensions: 1 }, given)).rejects.toThrow(
      'class 1: expected at least one reference image, got none',
    );
  });

  const find = (more: object = {}) => {
    const { labels, data } = drawn(0);
    return findRepresentatives({ data, dimensions }, { labels, classes, context: { seed: 0 }, ...more });
  };

  test('sampled medoids are the exact ones when the sample is the whole class', async () => {
    expect(await find({ medoidSample: perClass })).toEqual(await find());
  });

  test('sampled medoids are members of their class, the same under the same seed, others under another', async () => {
    const { labels } = drawn(0);
    const sampled = async (seed: number) => [
      ...(await find({ medoidSample: 5, context: { seed } })).medoidRows,
    ];
    const rows = await sampled(1);
    expect(rows.map((row) => labels[row])).toEqual([0, 1, 2]);
    expect(await sampled(1)).toEqual(rows);
    expect(await sampled(2)).not.toEqual(rows);
  });

  test('rows that do not count change nothing, as if they were not there', async () => {
    const { labels, data } = drawn(0);
    const half = perClass * classes * 0.5;
    const kept = await findRepresentatives(
      { data: data.subarray(0, half * dimensions), dimensions },
      { labels: labels.subarray(0, half), classes, context: { seed: 0 } },
    );
    expect(await find({ among: (row: number) => row < half })).toEqual(kept);
    await expect(find({ among: (row: number) => row % classes !== 1 })).rejects.toThrow(
      'class 1: expected at least one correctly classified reference image, got none',
    );
  });
});
