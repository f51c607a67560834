import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma, type PrismaClient, type Transaction } from '@fiducial/prisma/client';
import { databaseIsAway } from './database-away';
import { gatherNotices } from './jobs/announcer';

/** Milliseconds that a transaction may wait for a connection, and take. */
const limits = { maxWait: 30_000, timeout: 60_000 };
/** How often a transaction is tried that lost a race against another. */
const tries = 5;

/**
 * Runs `work` in one transaction and once more when Postgres gave it up for another's sake (deadlock, serialization).
 * `work` may so run several times: it must touch nothing but the database. What it announces is told when it has committed.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { result, tell } = await prisma.$transaction((tx) => gatherNotices(tx, work), limits);
      tell();
      return result;
    } catch (error) {
      if (attempt === tries || !lostRace(error)) throw error;
      await sleep(10 * 2 ** attempt);
    }
  }
}

function lostRace(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // P2034: a write conflict or deadlock. Raw queries carry Postgres' own code: 40P01, 40001.
  return error.code === 'P2034' || (error.code === 'P2010' && /40P01|40001/.test(error.message));
}

/**
 * Does `work`, without which something would be lost, again and again while the database is away: after 0.5 s at
 * first and 10 s at last, for ten minutes.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  const limit = performance.now() + 600_000;
  for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, 10_000)) {
    try {
      return await work();
    } catch (error) {
      if (!databaseIsAway(error) || performance.now() > limit) throw error;
      await sleep(delayMs);
    }
  }
}
