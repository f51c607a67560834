import { expect, test } from 'vitest';
import {
  rateAbove,
  rateAboveInSorted,
  thresholdAtFalsePositiveRate,
  thresholdInSorted,
} from './operating-points';

test('of scores in rising order, ties among them, rates and thresholds are those of the same scores in any order', () => {
  const scores = Float32Array.from([0.4, -1, 0.4, 2, 0, 0.4, 7, -1, 0.1, 3]);
  const sorted = scores.slice().sort();
  for (const threshold of [-2, -1, 0, 0.2, ...scores, 7, 8])
    expect(rateAboveInSorted(sorted, threshold), `${threshold}`).toBe(rateAbove(scores, threshold));
  for (const rate of [0, 0.05, 0.1, 0.25, 0.5, 0.9, 1])
    expect(thresholdInSorted(sorted, rate), `${rate}`).toBe(thresholdAtFalsePositiveRate(scores, rate));
  expect(rateAboveInSorted(sorted, 2)).toBe(0.2);
  expect(thresholdInSorted(sorted, 0.2)).toBe(2);
});
