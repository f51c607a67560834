import { expect, test } from 'vitest';
import { continued, type ListedRuns, listOf, patched, reread, rowOf, without } from './listed-runs';
import type { RunRowData } from './run-row';
import type { RunsPage } from './runs-query';

const total = 3000;

/** A page of runs that are numbered by age, the newest first; the cursor of a list is the number of its last run. */
function pageOf(numbers: readonly number[], more = true): RunsPage {
  const edges = numbers.map((number) => {
    const createdAt = new Date(1e9 + number * 1000).toISOString();
    return { node: { id: `${number}`, createdAt, status: 'RUNNING' } };
  });
  const pageInfo = { hasNextPage: more, endCursor: `after ${numbers.at(-1)}` };
  return { totalCount: total, pageInfo, edges } as unknown as RunsPage; // only what a list of runs looks at
}

const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at);
const numbersOf = ({ runs }: ListedRuns) => runs.map(({ id }) => Number(id));
const seen = { sort: null, lastSeen: 20 };

test('a list that grows at its start lets go of what is far below, and goes on there as if it had not', () => {
  let list = listOf(pageOf(range(100, 1)));
  for (let newest = 101; newest <= 5000; newest += 2) list = reread(list, pageOf([newest + 1, newest]), seen);
  expect(list.runs.length).toBeLessThan(1100);
  expect(list.total).toBe(total + 4900);
  const last = numbersOf(list).at(-1) ?? 0;
  expect(numbersOf(list)).toEqual(range(5000, last));
  expect(list.cursor).toBe(`after ${last}`);
  expect(list.cursors.size).toBeLessThan(1100);

  const whole = continued(list, pageOf(range(last - 1, last - 100)));
  expect(numbersOf(whole)).toEqual(range(5000, last - 100));
  expect(whole.cursor).toBe(`after ${last - 100}`);
});

test('what is looked at stays, and what is near below it', () => {
  let list = listOf(pageOf(range(100, 1)));
  for (let newest = 101; newest <= 3000; newest++) list = reread(list, pageOf([newest]), seen);
  const before = list.runs.length;
  expect(before).toBeLessThan(1100);
  // Somebody scrolls to the end of what is there, while more runs come.
  const lastSeen = before - 1;
  list = reread(list, pageOf(range(3700, 3001)), { sort: null, lastSeen });
  expect(list.runs.length).toBe(before + 700);
});

test('a list that was read to its end has one again when it was shortened', () => {
  let list = listOf(pageOf([3, 2, 1], false));
  expect(list.cursor).toBeNull();
  for (let newest = 4; newest <= 2000; newest++) list = reread(list, pageOf([newest]), seen);
  expect(list.cursor).toBe(`after ${numbersOf(list).at(-1)}`);
});

test('runs that are known are put in their places, and what was told of them before is over', () => {
  const list = patched(listOf(pageOf(range(5, 1))), { id: '3', status: 'SUCCEEDED' } as RunRowData);
  expect(rowOf(list, '3')?.status).toBe('SUCCEEDED');
  const again = reread(list, pageOf([3]), seen);
  expect(numbersOf(again)).toEqual(range(5, 1));
  expect(rowOf(again, '3')?.status).toBe('RUNNING');
  expect(again.total).toBe(total);
  expect(rowOf(again, '9')).toBeUndefined();
  expect(patched(again, { id: '9' })).toBe(again);
});

test('a run that fits a filter since a moment ago is put where its age puts it', () => {
  const list = listOf(pageOf([50, 47, 41]));
  expect(numbersOf(reread(list, pageOf([60, 48, 42, 7]), seen))).toEqual([60, 50, 48, 47, 42, 41]);
  expect(reread(list, pageOf([48]), seen).total).toBe(total + 1);
  expect(numbersOf(reread(listOf(pageOf([50, 41], false)), pageOf([7]), seen))).toEqual([50, 41, 7]);
});

test('of a sorted list nobody knows the place of a new run, and an older one is not put before newer ones', () => {
  const list = listOf(pageOf(range(50, 41)));
  expect(
    numbersOf(reread(list, pageOf([60]), { ...seen, sort: { field: 'TITLE', ascending: true } })),
  ).toEqual(range(50, 41));
  expect(numbersOf(reread(list, pageOf([60, 7]), seen))).toEqual([60, ...range(50, 41)]);
});

test('runs that are gone leave the list, which goes on where it did', () => {
  const list = patched(listOf(pageOf(range(900, 801))), { id: '850', status: 'SUCCEEDED' } as RunRowData);
  const fewer = without({ ...list, total: 900 }, new Set(['900', '850', '801', 'of another list']));
  expect(numbersOf(fewer)).toEqual(range(899, 802).filter((number) => number !== 850));
  expect(fewer.total).toBe(897);
  expect(fewer.patches.size).toBe(0);
  expect(fewer.cursor).toBe('after 801');
  expect(numbersOf(continued(fewer, pageOf(range(800, 701)))).length).toBe(197);
  // More were not counted: how many are left is not known.
  expect(without({ ...list, total: 1001 }, new Set(['900'])).total).toBe(1001);
  expect(without(list, new Set())).toBe(list);
});
