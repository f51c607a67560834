import { expect, test } from 'vitest';
import { againstTheBest } from './against-the-best';

/** Tests of all pairs of evaluations with these AUCs, on one attack. */
const allPairs = (aucs: readonly number[], set: number | null) =>
  aucs.flatMap((of, a) =>
    aucs.slice(a + 1).map((other, at) => ({ a, b: a + 1 + at, set, delta: of - other })),
  );

test('the best of each column is set against every other, and nothing else', () => {
  const kept = againstTheBest([...allPairs([0.8, 0.9, 0.7], null), ...allPairs([0.6, 0.5, 0.95], 0)]);
  expect(kept.map(({ a, b, set }) => [set, a, b])).toEqual([
    [null, 0, 1],
    [null, 1, 2],
    [0, 0, 2],
    [0, 1, 2],
  ]);
});

test('of several best, all tests are kept', () => {
  const kept = againstTheBest(allPairs([0.9, 0.9 + 1e-12, 0.5], 1));
  expect(kept.map(({ a, b }) => [a, b])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
});
