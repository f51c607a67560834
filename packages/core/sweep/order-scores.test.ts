import { expect, test } from 'vitest';
import { seededRandom } from '../tensors';
import { scoreSorter } from './order-scores';

test('orders scores as a comparison sort does, ends of the range and ties included', () => {
  const random = seededRandom(3);
  const scores = Float32Array.from({ length: 5000 }, () => random.uniform() ** 6);
  scores.set([0, 1, 0.5, 0.5, 1, 0, 1e-45, 1 - 2 ** -24]);
  const sort = scoreSorter(scores.length);
  sort(scores.slice().reverse());
  const order = sort(scores);
  expect(Float32Array.from(order, (row) => scores[row] ?? -1)).toEqual(scores.slice().sort());
  expect(new Set(order).size).toBe(scores.length);
});

test.each([-0.1, 1.0000001, Number.NaN])('refuses a score of %d', (score) => {
  expect(() => scoreSorter(2)(Float32Array.of(0, score))).toThrow(/score of input 1: expected 0 to 1, got/);
});
