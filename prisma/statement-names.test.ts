import { expect, test } from 'vitest';
import { statementNames } from './statement-names';

test('a statement has a name from the second time on, and no two have the same', () => {
  const nameOf = statementNames();
  expect(nameOf({ sql: 'SELECT 1' })).toBe('');
  const first = nameOf({ sql: 'SELECT 1' });
  expect(first).not.toBe('');
  nameOf({ sql: 'SELECT 2' });
  expect(nameOf({ sql: 'SELECT 2' })).not.toBe(first);
  expect(nameOf({ sql: 'SELECT 1' })).toBe(first);
});

test('texts that come once take no names away, and no more than 300 are named', () => {
  const nameOf = statementNames();
  for (let at = 0; at < 5000; at++) nameOf({ sql: `SELECT ${at} -- once` });
  const named = Array.from({ length: 400 }, (_, at) => {
    nameOf({ sql: `SELECT ${at}` });
    return nameOf({ sql: `SELECT ${at}` });
  });
  expect(new Set(named.filter(Boolean)).size).toBe(300);
  expect(named.slice(300).every((name) => name === '')).toBe(true);
  expect(nameOf({ sql: 'SELECT 0' })).toBe(named[0]);
});
