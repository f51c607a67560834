import type { PrismaClient } from '@fiducial/prisma/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { budgeted, deadlineMs, withinBudget } from './request-budget';

type Ask = (rows: unknown) => Promise<unknown>;

/** A client that answers with what it is asked for, as far as the budget lets it. */
function client(answer: (wanted: unknown) => Promise<unknown> = async (wanted) => wanted): Ask {
  const bare = {
    $extends: ({ query }: { query: { $allOperations: (asked: object) => Promise<unknown> } }) => ({
      ask: (args: unknown) => query.$allOperations({ args, query: answer }),
    }),
  };
  const { ask } = budgeted(bare as unknown as PrismaClient) as unknown as { ask: Ask }; // all that it uses
  return ask;
}

const rows = (count: number) => Array.from({ length: count }, () => ({ id: 1 }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a request may read 50,000 rows in as many steps as it likes, and not one more', async () => {
  const ask = client();
  const { result, end } = withinBudget(async () => {
    for (let step = 0; step < 5; step++) await ask(rows(10_000));
    return ask({ id: 1 });
  });
  await expect(result).rejects.toThrow('rows: expected a request that reads at most 50000');
  end();
});

test('rows that come with others count, and another request has rows of its own', async () => {
  const ask = client();
  const parents = [{ children: rows(30_000) }];
  const read = (times: number) =>
    withinBudget(async () => {
      for (let step = 0; step < times; step++) await ask(parents);
      return 'read';
    }).result;
  expect(await read(1)).toBe('read');
  expect(await read(1)).toBe('read');
  await expect(read(2)).rejects.toThrow('rows: expected');
});

test('what still waits for the database at the deadline fails, and nothing is asked afterwards', async () => {
  const asked = vi.fn(() => new Promise(() => undefined));
  const ask = client(asked);
  const { result, end } = withinBudget(async () => {
    await expect(ask('first')).rejects.toThrow('Not answered within 10 s');
    return ask('second');
  });
  const failed = expect(result).rejects.toThrow('Not answered within 10 s');
  await vi.advanceTimersByTimeAsync(deadlineMs);
  await failed;
  expect(asked).toHaveBeenCalledTimes(1);
  end();
});

test('outside of a request nothing is counted', async () => {
  expect(await client()(rows(60_000))).toHaveLength(60_000);
});
