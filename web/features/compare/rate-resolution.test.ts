import { expect, test } from 'vitest';
import { authenticCounts, leastRate, resolutionWords } from './rate-resolution';

const over = (n: number) => ({ fewest: n, most: n });
const words = (...of: Parameters<typeof resolutionWords>) => resolutionWords(...of).replaceAll('\u00a0', ' ');

test('a slider of rates begins where one input may be flagged', () => {
  expect(leastRate(over(200))).toBe(0.005);
  expect(leastRate(over(40))).toBe(0.025);
  expect(leastRate(over(100_000))).toBe(0.001);
  expect(leastRate(null)).toBe(0.001);
});

test('of any number of inputs the least rate is one of them at least', () => {
  for (let n = 4; n <= 1000; n++) {
    expect(Math.floor(leastRate(over(n)) * n + 1e-9), `${n} inputs`).toBeGreaterThanOrEqual(1);
    expect(leastRate(over(n)), `${n} inputs`).toBeLessThan(0.5);
  }
});

test('words say what one input is, and when a rate is less than that', () => {
  expect(words(0.05, over(200))).toBe('one of 200 authentic test inputs is 0.5 %');
  expect(words(0.005, over(200))).toBe('one of 200 authentic test inputs is 0.5 %');
  expect(words(0.001, over(200))).toBe(
    '0.1 % of 200 authentic test inputs is less than one: none is flagged',
  );
  expect(words(0, over(1000))).toBe('0 % of 1,000 authentic test inputs is less than one: none is flagged');
});

test('detectors that were judged on other numbers of inputs are told apart', () => {
  const both = { fewest: 100, most: 400 };
  expect(words(0.05, both)).toBe('one of 100 to 400 authentic test inputs is 1 % to 0.25 %');
  expect(words(0.005, both)).toBe(
    '0.5 % of 100 authentic test inputs, the fewest here, is less than one: none of them is flagged',
  );
  expect(words(0.001, both)).toBe(
    '0.1 % of even 400 authentic test inputs is less than one: none is flagged',
  );
});

test('inputs are counted by the authentic group alone', () => {
  const judged = (n: number) => ({
    operatingPoint: {
      groups: [
        { group: 'ADVERSARIAL', n: 7 },
        { group: 'AUTHENTIC', n },
      ],
    },
  });
  expect(authenticCounts([judged(40), judged(0), judged(25)])).toEqual({ fewest: 25, most: 40 });
  expect(authenticCounts([judged(0)])).toBeNull();
});
