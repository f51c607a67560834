import { expect, test } from 'vitest';
import { parseAsFinite, parseAsIds, parseAsShare } from './address-parsers';

test('a number that the API could not be asked with is none', () => {
  expect(['0.05', '-3', '1e308'].map(parseAsFinite.parse)).toEqual([0.05, -3, 1e308]);
  expect(['Infinity', '-Infinity', '1e309', 'NaN', ''].map(parseAsFinite.parse)).toEqual(Array(5).fill(null));
});

test('a share lies between 0 and 1', () => {
  expect(['0', '0.05', '1'].map(parseAsShare.parse)).toEqual([0, 0.05, 1]);
  expect(['5', '-0.1', 'Infinity', 'x'].map(parseAsShare.parse)).toEqual(Array(4).fill(null));
});

test('what is named twice is there once, and nothing is no name', () => {
  expect(parseAsIds.parse('a,b,a,,b')).toEqual(['a', 'b']);
  expect(parseAsIds.parse(',')).toEqual([]);
  expect(parseAsIds.serialize(['a', 'b'])).toBe('a,b');
});
