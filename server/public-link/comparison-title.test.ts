import { expect, test } from 'vitest';
import { comparisonTitle } from './comparison-title';

test('names that have commas are told apart in the title of a comparison', () => {
  expect(comparisonTitle(['kNN score, conv4, k 100', 'Evolution map, lstm'])).toBe(
    'kNN score, conv4, k 100 vs Evolution map, lstm',
  );
  expect(comparisonTitle(['Maximum softmax'])).toBe('Maximum softmax');
  expect(comparisonTitle(Array.from({ length: 9 }, () => 'kNN score, conv4, k 100'))).toBe(
    'Comparison of 9 detectors',
  );
});
