import type { Prisma, Run, Transaction } from '@fiducial/prisma/client';
import { loggedKind } from '../logged-run/logged-run';
import { isUnderWay, underWay } from '../run/run-statuses';
import { NotFoundError } from '../user-error';
import { announce } from './announcer';
import { channels } from './channels';
import { endRun } from './finish-run';
import { appendEvent } from './run-events';

/** What came of a cancellation. */
export interface Cancellation {
  readonly run: Run;
  /** The status that it was cancelled in, by this request; null where that changed nothing. */
  readonly cancelledIn: Run['status'] | null;
}

/**
 * Cancels a run. One that nobody computes yet is cancelled at once, and so is one that is logged from outside, whose code
 * is refused from then on; a running one is marked and its worker told, which
 * stops the computation within seconds and then writes CANCELLED. One that ended stays as it is.
 *
 * @throws {NotFoundError}
 */
export async function cancelRun(tx: Transaction, runId: string): Promise<Cancellation> {
  const [row] = await tx.$queryRaw<{ status: Run['status']; kind: string; title: string; asked: boolean }[]>`
    SELECT status, kind, title, "cancelRequestedAt" IS NOT NULL AS asked FROM "Run" WHERE id = ${runId}::uuid FOR UPDATE`;
  if (!row) throw new NotFoundError('No such run.');
  const isOpen = isUnderWay(row.status) && !row.asked;
  const logged = row.kind === loggedKind && row.status === 'RUNNING';
  if (logged || row.status === 'WAITING' || row.status === 'QUEUED') {
    await endRun(tx, { id: runId, title: row.title, status: 'CANCELLED' }, {});
  } else if (row.status === 'RUNNING' && !row.asked) {
    await tx.$executeRaw`UPDATE "Run" SET "cancelRequestedAt" = now() WHERE id = ${runId}::uuid`;
    await appendEvent(tx, runId, 'cancelRequested');
    await announce(tx, [{ channel: channels.cancel, payload: runId }]);
  }
  const run = await tx.run.findUniqueOrThrow({ where: { id: runId } });
  return { run, cancelledIn: isOpen ? row.status : null };
}

/**
 * Cancels those of some runs that are under way; says how many they were. The newest first: inputs are older than what
 * waits for them, and the end of an input makes that fail.
 */
export async function cancelUnderWay(tx: Transaction, where: Prisma.RunWhereInput): Promise<number> {
  const runs = await tx.run.findMany({
    where: { AND: [where, { status: underWay }] },
    select: { id: true },
    orderBy: { id: 'desc' },
  });
  for (const { id } of runs) await cancelRun(tx, id);
  return runs.length;
}
