import { expect, test } from 'vitest';
import { attackSetName, formatEpsilon } from './attack-name';

test('an epsilon is a multiple of 1/255 where it is one, and never none of them', () => {
  expect([8 / 255, 20 / 255, 0.1, 1].map(formatEpsilon)).toEqual(['8/255', '20/255', '0.100', '1.00']);
  expect(formatEpsilon(1e-9)).toBe('1.00e-9');
});

test('a targeted attack says in its name where it goes', () => {
  const nameWith = (parameters: Readonly<Record<string, unknown>>) =>
    attackSetName('PGD', { epsilons: [8 / 255], quantization: 'float32', parameters });
  expect(nameWith({ target: 'class', targetClass: 3 })).toBe('PGD, epsilon 8/255, to class 3');
  expect(nameWith({ target: 'random' })).toBe('PGD, epsilon 8/255, to a random class');
  expect(nameWith({ target: 'next' })).toBe('PGD, epsilon 8/255, to the next class');
  expect(nameWith({ target: 'leastLikely' })).toBe('PGD, epsilon 8/255, to the least likely class');
  expect([nameWith({ target: 'none', targetClass: 3 }), nameWith({})]).toEqual([
    'PGD, epsilon 8/255',
    'PGD, epsilon 8/255',
  ]);
});
