import { expect, test } from 'vitest';
import { sizeInWords } from './size-in-words';

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [999_000, '999 kB'],
  [1_000_000, '1.0 MB'],
  [42_340_000, '42.3 MB'],
  [25_200_000_000, '25.2 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
