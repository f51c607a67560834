import { expect, test } from 'vitest';
import { secondsFormula } from './seconds-formula';

test('the time of an estimate is told with figures that can be read', () => {
  expect(secondsFormula({ work: 7.84e6, workPerSecond: 1.64e5, measuredRuns: 1 })).toBe(
    '1.5 s + 7.84 million operations at 164,000 a second, as in one similar run',
  );
  expect(secondsFormula({ work: 999_999, workPerSecond: 2.5e12, measuredRuns: 3 })).toBe(
    '1.5 s + 1 million operations at 2.5 trillion a second, the median of 3 similar runs',
  );
  expect(secondsFormula({ work: 120, workPerSecond: 3e9, measuredRuns: 0 })).toBe(
    '1.5 s + 120 operations at 3 billion a second, a rate measured on two cores with native TensorFlow',
  );
});
