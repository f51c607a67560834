import { expect, test } from 'vitest';
import { kRange } from './sweep-results';

test('a range of absurd length is refused without being written down', () => {
  const result = kRange.safeParse({ lastK: 2 ** 31 - 1 });
  expect(result.error?.issues[0]).toMatchObject({ path: ['lastK'], code: 'too_big' });
});

test('a step of zero is refused as the field that it is', () => {
  expect(kRange.safeParse({ stepK: 0 }).error?.issues[0]).toMatchObject({
    path: ['stepK'],
    code: 'too_small',
  });
});

test('a range of more values of k than a sweep may have says how many they are', () => {
  const issue = kRange.safeParse({ firstK: 1, lastK: 1500 }).error?.issues[0];
  expect(issue?.message).toBe('expected at most 1000 values of k, got 1500: take a longer step');
});
