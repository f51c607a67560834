import { expect, test } from 'vitest';
import { formatEpsilon } from './attack-name';

test('an epsilon is a multiple of 1/255 where it is one, and never none of them', () => {
  expect([8 / 255, 20 / 255, 0.1, 1].map(formatEpsilon)).toEqual(['8/255', '20/255', '0.100', '1.00']);
  expect(formatEpsilon(1e-9)).toBe('1.00e-9');
});
