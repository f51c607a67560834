import { expect, test } from 'vitest';
import { countBelow } from './count-below';

test.each([
  [[], 1, 0, 0],
  [[1, 2, 2, 3], 0, 0, 0],
  [[1, 2, 2, 3], 2, 1, 3],
  [[1, 2, 2, 3], 2.5, 3, 3],
  [[1, 2, 2, 3], 3, 3, 4],
  [[1, 2, 2, 3], Number.POSITIVE_INFINITY, 4, 4],
])('of %j below %d', (sorted, value, less, atMost) => {
  expect(countBelow(sorted, value)).toBe(less);
  expect(countBelow(sorted, value, true)).toBe(atMost);
});
