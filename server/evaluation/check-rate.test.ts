import { expect, test } from 'vitest';
import { checkRate } from './check-rate';

test.each([-1, -1e-9, 1.01, 95])('a share of %d is refused with what was expected', (rate) => {
  expect(() => checkRate(rate, 'falsePositiveRate')).toThrow(
    `falsePositiveRate: expected 0 to 1, got ${rate}`,
  );
});

test('none, all and what is between are shares', () => {
  expect([0, 0.05, 1].map((rate) => checkRate(rate, 'falsePositiveRate'))).toEqual([0, 0.05, 1]);
});
