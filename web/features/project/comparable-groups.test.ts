import { expect, test } from 'vitest';
import { comparableGroups } from './comparable-groups';

const row = (name: string, inputsDigest: string, day: number) => ({
  ...{ name, inputsDigest },
  createdAt: `2026-01-0${day}T00:00:00.000Z`,
});
const names = (rows: readonly ReturnType<typeof row>[]) =>
  comparableGroups(rows).map((group) => group.map(({ name }) => name));

test('only what was scored on the same inputs is ranked together, the largest group first', () => {
  expect(names([row('easy', 'b', 9), row('best', 'a', 1), row('next', 'a', 2)])).toEqual([
    ['best', 'next'],
    ['easy'],
  ]);
});

test('among groups of one size the one with the newest row is first', () => {
  const rows = [row('old', 'a', 2), row('older', 'a', 1), row('new', 'b', 1), row('newest', 'b', 3)];
  expect(names(rows)).toEqual([
    ['new', 'newest'],
    ['old', 'older'],
  ]);
});

test('no rows are no groups', () => {
  expect(names([])).toEqual([]);
});
