import { AsyncLocalStorage } from 'node:async_hooks';
import type { PrismaClient } from '@fiducial/prisma/client';
import { DeadlineError, LimitError } from '../user-error';

/** How long a request may take, in milliseconds. */
export const deadlineMs = 10_000;
/** Most rows that a request may read. */
const maxRows = 50_000;

/** What a request may still use. */
interface Budget {
  rows: number;
  over: boolean;
  /** Rejects at the deadline. */
  readonly deadline: Promise<never>;
}

const budgets = new AsyncLocalStorage<Budget>();

/** Does something within the budget of one request; the function that comes back ends the clock. */
export function withinBudget<T>(use: () => T): { result: T; end: () => void } {
  let reject: (error: Error) => void = () => undefined;
  const deadline = new Promise<never>((_, fail) => {
    reject = fail;
  });
  // Nobody may be waiting for the database at that moment.
  deadline.catch(() => undefined);
  const budget: Budget = { rows: maxRows, over: false, deadline };
  const timer = setTimeout(() => {
    budget.over = true;
    reject(tooLate());
  }, deadlineMs);
  return { result: budgets.run(budget, use), end: () => clearTimeout(timer) };
}

/** Does something that goes on when the request that began it has been answered: nothing of it counts for the request. */
export function outsideBudget<T>(use: () => T): T {
  return budgets.exit(use);
}

/**
 * A client that, asked within a request's budget, counts the rows that come back and asks nothing any more once the
 * deadline has passed: what waits for an answer fails then, and a transaction is rolled back by it.
 */
export function budgeted(prisma: PrismaClient): PrismaClient {
  const counted = prisma.$extends({
    name: 'request-budget',
    query: {
      $allOperations: async ({ args, query }) => {
        const budget = budgets.getStore();
        if (!budget) return query(args);
        if (budget.over) throw tooLate();
        const found: unknown = await Promise.race([query(args), budget.deadline]);
        budget.rows -= rowsIn(found);
        if (budget.rows < 0) throw new LimitError(`rows: expected a request that reads at most ${maxRows}`);
        return found;
      },
    },
  });
  // As in createPrisma: the types differ only by `$on`.
  return counted as unknown as PrismaClient;
}

const tooLate = () => new DeadlineError(`Not answered within ${deadlineMs / 1000} s: ask for less at once.`);

/** Rows of an answer and of the relations that came with them. */
function rowsIn(found: unknown): number {
  if (!Array.isArray(found)) return 1;
  let rows = found.length;
  for (const row of found as unknown[]) {
    if (typeof row !== 'object' || row === null) return rows;
    for (const value of Object.values(row))
      if (Array.isArray(value) && typeof value[0] === 'object') rows += value.length;
  }
  return rows;
}
