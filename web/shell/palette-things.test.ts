import { expect, test } from 'vitest';
import { isLost, kindInWords } from './palette-things';

test.each([
  ['SUCCEEDED', 'Detector', false],
  ['RUNNING', 'Detector, being made', false],
  ['WAITING', 'Detector, waits for its inputs', false],
  ['FAILED', 'Detector, failed', true],
  ['CANCELLED', 'Detector, cancelled', true],
])('a thing whose run is %s is called %s', (status, words, lost) => {
  const thing = { __typename: 'Detector', run: { status } };
  expect(kindInWords(thing)).toBe(words);
  expect(isLost(thing)).toBe(lost);
});
