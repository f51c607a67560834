import { expect, test } from 'vitest';
import { rowAt } from './place-in-list';

const rows = (...ids: string[]) => ids.map((id) => ({ run: { id } }));

test('a row is that of the same run when others come before it or go', () => {
  const place = { id: 'b', at: 1 };
  expect(rowAt(rows('a', 'b', 'c'), place)).toBe(1);
  expect(rowAt(rows('new', 'a', 'b', 'c'), place)).toBe(2);
  expect(rowAt(rows('b', 'c'), place)).toBe(0);
});

test('a row whose run is gone is the one that took its place', () => {
  expect(rowAt(rows('a', 'c', 'd'), { id: 'b', at: 1 })).toBe(1);
  expect(rowAt(rows('a'), { id: 'b', at: 1 })).toBe(0);
  expect(rowAt([], { id: 'b', at: 1 })).toBe(0);
});

test('a list that nobody has gone into yet is entered at its first row, whichever that is', () => {
  expect(rowAt(rows('new', 'a'), { id: undefined, at: 0 })).toBe(0);
});
