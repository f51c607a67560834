import { expect, test } from 'vitest';
import { z } from 'zod';
import { expectedGot } from './expected-got';

const schema = z.strictObject({
  steps: z.int().min(1).max(10).default(1),
  name: z.string().max(3).default(''),
  norm: z.enum(['L2', 'Linf']).default('L2'),
  layers: z.array(z.string()).min(1).default(['a']),
  own: z
    .number()
    .refine((value) => value !== 7, 'expected anything but 7')
    .default(0),
});

test.each([
  [{ steps: 0 }, 'expected at least 1, got 0'],
  [{ steps: 1e308 }, 'expected a whole number that can be counted to, got 1e+308'],
  [{ steps: 11 }, 'expected at most 10, got 11'],
  [{ steps: 'many' }, 'expected a number, got "many"'],
  [{ name: 'long' }, 'expected at most 3 characters, got "long"'],
  [{ norm: 'L1' }, 'expected one of L2, Linf, got "L1"'],
  [{ layers: [] }, 'expected at least 1 element, got []'],
  [{ stepz: 1 }, 'expected no stepz, got {"stepz":1}'],
  [{ own: 7 }, 'expected anything but 7'],
])('%j: %s', (given, message) => {
  expect(schema.safeParse(given, expectedGot).error?.issues[0]?.message).toBe(message);
});

test('a long value is shortened', () => {
  const { error } = schema.safeParse({ name: 'x'.repeat(1000) }, expectedGot);
  expect(error?.issues[0]?.message).toMatch(/^expected at most 3 characters, got "x{79}…$/);
});
