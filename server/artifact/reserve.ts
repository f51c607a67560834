import { Prisma, type PrismaClient, type Transaction } from '@fiducial/prisma/client';
import { inTransaction } from '../transaction';
import type { StoredBytes } from './stage-file';

/** Bytes that are about to get their address. */
export interface ReservedBytes extends StoredBytes {
  readonly mediaType: string;
}

/** Advisory lock of everything that adds to the store (shared) or removes from it (exclusive). Any number would do. */
const storeLock = 0x0f1d0c1a;

/**
 * Advisory lock that a backup holds (shared) while it copies files, and that whoever removes files must get. Other than
 * with the lock above nobody waits for it: those who add to the store would wait behind.
 */
export const backupLock = 0x0f1d0c1b;

/**
 * Waits for those who add to the store, and keeps new ones waiting until the transaction ends. False while a backup is
 * made: then nothing may be removed.
 */
export async function lockStoreForRemoval(tx: Transaction): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${storeLock}::bigint)`;
  const [lock] = await tx.$queryRaw<{ free: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${backupLock}::bigint) AS "free"`;
  return lock?.free === true;
}

/**
 * Records bytes before they are moved to their address, as needed by nothing yet, or by nothing since just now: garbage
 * collection leaves such alone for a day. So no file rests in the store without a record, whenever a process dies, and
 * none is removed between the moment at which it was moved and the moment at which something names it.
 */
export async function reserveBytes(prisma: PrismaClient, files: readonly ReservedBytes[]): Promise<void> {
  if (!files.length) return;
  const rows = [...new Map(files.map((file) => [file.digest, file])).values()].sort((a, b) =>
    a.digest < b.digest ? -1 : 1,
  );
  await inTransaction(prisma, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${storeLock}::bigint)`;
    for (let first = 0; first < rows.length; first += 1000) {
      const values = rows
        .slice(first, first + 1000)
        .map(
          ({ digest, bytes, mediaType }) => Prisma.sql`(${digest}, ${bytes}::bigint, ${mediaType}, now())`,
        );
      await tx.$executeRaw`
        INSERT INTO "Artifact" (digest, bytes, "mediaType", "unreferencedSince") VALUES ${Prisma.join(values)}
        ON CONFLICT (digest) DO UPDATE SET "unreferencedSince" = now()`;
    }
  });
}
