import { expect, test } from 'vitest';
import { beginning, shortened } from './beginning';

test.each([
  ['digits', 3, 'dig'],
  ['digits', 6, 'digits'],
  ['digits', 9, 'digits'],
  ['digits', 0, ''],
  ['digits', -1, ''],
  ['', 3, ''],
  ['a🐟b', 2, 'a'],
  ['a🐟b', 3, 'a🐟'],
  ['a🐟', 3, 'a🐟'],
])('of %j the first %d are %j', (text, most, begins) => {
  expect(beginning(text, most)).toBe(begins);
});

test('what is left out at the end is marked', () => {
  expect(['digits', 'digital'].map((text) => shortened(text, 6))).toEqual(['digits', 'digit…']);
});
