import { expect, test } from 'vitest';
import { unsaid } from './unsaid';

test('what a name says already is not said again by its label', () => {
  const name = 'kNN score, conv4, rank, k 50';
  expect(unsaid(name, 'k 50')).toBe('');
  expect(unsaid(name, 'k 5')).toBe('k 5');
  expect(unsaid(name, 'layer conv4, k 50')).toBe('layer conv4');
});
