import { expect, test } from 'vitest';
import { spread } from './spread';

test('the deviation is that of a sample, divided by n - 1', () => {
  // By hand: mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
  const found = spread([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(found).toEqual({
    n: 8,
    mean: 5,
    standardDeviation: expect.closeTo(2.138089935299395, 12),
    minimum: 2,
    maximum: 9,
  });
});

test('agrees with the pairwise form, which needs no mean', () => {
  const values = [0.939, 0.953, 0.951, 0.9471];
  const pairs = values.flatMap((a, at) => values.slice(at + 1).map((b) => (a - b) ** 2));
  const variance = pairs.reduce((sum, square) => sum + square, 0) / (values.length * (values.length - 1));
  expect(spread(values)?.standardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
});

test('equal values have a deviation of exactly zero', () => {
  expect(spread([0.5, 0.5])).toMatchObject({ mean: 0.5, standardDeviation: 0 });
});

test('one value has no spread', () => {
  expect(spread([0.9])).toBeNull();
  expect(spread([])).toBeNull();
});
