import type { Run, Transaction } from '@fiducial/prisma/client';
import { NotFoundError } from '../user-error';
import { channels } from './channels';
import { endRun } from './finish-run';
import { appendEvent } from './run-events';

/**
 * Cancels a run. One that nobody computes yet is cancelled at once; a running one is marked and its worker told, which
 * stops the computation within seconds and then writes CANCELLED. One that ended stays as it is.
 *
 * @throws {NotFoundError}
 */
export async function cancelRun(tx: Transaction, runId: string): Promise<Run> {
  const [row] = await tx.$queryRaw<{ status: Run['status']; title: string; asked: boolean }[]>`
    SELECT status, title, "cancelRequestedAt" IS NOT NULL AS asked FROM "Run" WHERE id = ${runId}::uuid FOR UPDATE`;
  if (!row) throw new NotFoundError('No such run.');
  if (row.status === 'WAITING' || row.status === 'QUEUED') {
    await endRun(tx, { id: runId, title: row.title, status: 'CANCELLED' }, {});
  } else if (row.status === 'RUNNING' && !row.asked) {
    await tx.$executeRaw`UPDATE "Run" SET "cancelRequestedAt" = now() WHERE id = ${runId}::uuid`;
    await appendEvent(tx, runId, 'cancelRequested');
    await tx.$executeRawUnsafe('SELECT pg_notify($1, $2)', channels.cancel, runId);
  }
  return tx.run.findUniqueOrThrow({ where: { id: runId } });
}
