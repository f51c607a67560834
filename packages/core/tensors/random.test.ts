import { describe, expect, test } from 'vitest';
import { randomRows, seededRandom, shuffledIndices, splitSeed } from './random';

const draws = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const [of, ofA, ofB] = [
    a.map((value, at) => (value - meanA) * ((b[at] ?? 0) - meanB)),
    a.map((value) => (value - meanA) ** 2),
    b.map((value) => (value - meanB) ** 2),
  ].map(mean) as [number, number, number]; // three means
  return of / Math.sqrt(ofA * ofB);
}

describe('a seeded stream', () => {
  test('is the same each time', () => {
    expect(draws(42, 5)).toEqual(draws(42, 5));
    expect(draws(42, 5).map((value) => value.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.537175",
        "0.520476",
        "0.485327",
        "0.088495",
        "0.895760",
      ]
    `);
  });

  test.each([
    [0, 1],
    [1, 2],
    [0, 2],
    [0, -1],
  ])('of seed %i has nothing to do with that of seed %i', (a, b) => {
    // 0.05 is five deviations of the correlation of 10,000 independent pairs.
    expect(Math.abs(correlation(draws(a, 10_000), draws(b, 10_000)))).toBeLessThan(0.05);
  });

  test.each([0, 1, 2, 3])('has first draws that do not follow the seed (draw %i)', (position) => {
    const seeds = Array.from({ length: 4000 }, (_, seed) => seed);
    const values = seeds.map((seed) => draws(seed, position + 1)[position] ?? 0);
    const next = values.slice(1);
    expect(Math.abs(correlation(seeds, values))).toBeLessThan(0.08);
    expect(Math.abs(correlation(values.slice(0, -1), next))).toBeLessThan(0.08);
    expect(values.filter((value) => value < 0.25).length / values.length).toBeCloseTo(0.25, 1);
  });

  test('gives normal numbers of mean 0 and deviation 1', () => {
    const random = seededRandom(9);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.03);
  });

  test('draws integers evenly, the end excluded', () => {
    const random = seededRandom(4);
    const counts = [0, 0, 0];
    for (let at = 0; at < 9000; at++) {
      const drawn = random.integer(3);
      counts[drawn] = (counts[drawn] ?? Number.NaN) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(250);
  });
});

test('labels split a seed into different ones', () => {
  const seeds = [0, 1, 2].flatMap((seed) =>
    ['epoch', 'sample', 0, 1, 2].map((label) => splitSeed(seed, label)),
  );
  expect(new Set(seeds).size).toBe(seeds.length);
});

test('a row draws the same numbers in whatever batch it comes', () => {
  const uniform = (random: { uniform: () => number }) => random.uniform();
  const all = randomRows({ seed: 3, rows: Int32Array.of(0, 1, 2, 3, 4, 5), width: 4 }, uniform);
  const later = randomRows({ seed: 3, rows: Int32Array.of(4, 5), width: 4 }, uniform);
  expect(later).toEqual(all.slice(16));
});

test('shuffling keeps every index once', () => {
  const shuffled = shuffledIndices(100, seededRandom(0));
  expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(shuffled).not.toEqual(Int32Array.from({ length: 100 }, (_, index) => index));
});
