import type { PrismaClient } from '@fiducial/prisma/client';
import { loggedKind } from '../logged-run/logged-run';
import { inTransaction } from '../transaction';
import { giveBack } from './finish-run';
import { enqueueRun } from './queue';

/** Runs that are queued in one transaction. */
const chunkRuns = 100;

/**
 * Makes the queue of a database that was restored without it: queued runs get a job, running ones go back into the queue
 * without an attempt spent, as their workers are elsewhere. Returns how many were running.
 */
export async function requeueRestored(prisma: PrismaClient): Promise<number> {
  const queued = await prisma.run.findMany({
    where: { status: 'QUEUED' },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  for (let first = 0; first < queued.length; first += chunkRuns)
    await inTransaction(prisma, async (tx) => {
      for (const { id } of queued.slice(first, first + chunkRuns)) await enqueueRun(tx, id);
    });
  const running = await prisma.run.findMany({
    where: { status: 'RUNNING', kind: { not: loggedKind } },
    orderBy: { id: 'asc' },
  });
  for (const run of running) await inTransaction(prisma, (tx) => giveBack(tx, run, 'restored'));
  await prisma.worker.deleteMany();
  return running.length;
}
