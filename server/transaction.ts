import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma, type PrismaClient, type Transaction } from '@fiducial/prisma/client';

/** How often a transaction is tried that lost a race against another. */
const tries = 5;

/**
 * Runs `work` in one transaction and once more when Postgres gave it up for another's sake (deadlock, serialization).
 * `work` may so run several times: it must touch nothing but the database.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await prisma.$transaction(work, { maxWait: 30_000, timeout: 60_000 });
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

/** Codes of Prisma for a database that cannot be reached, or not now. */
const unreachable = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);

/** Whether an error says that the database is away, not that it refuses. */
function isConnectionError(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError && unreachable.has(error.code)) return true;
  const words = error instanceof Error ? error.message : '';
  return /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|57P0[123]|is (starting up|shutting down)|too many clients|is not queryable|timeout exceeded when trying to connect/.test(
    words,
  );
}

/**
 * Does `work`, which writes what would be lost otherwise, again and again while the database is away: after 0.5 s at
 * first and 10 s at last, for ten minutes.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  const limit = performance.now() + 600_000;
  for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, 10_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || performance.now() > limit) throw error;
      await sleep(delayMs);
    }
  }
}
