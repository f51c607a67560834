import type { Run, Transaction } from '@fiducial/prisma/client';
import { ConflictError } from '../user-error';
import { isRetriable } from './failure';
import { enqueueRun } from './queue';
import { appendEvent } from './run-events';

/**
 * Queues a failed run again that something around it had stopped, with all its attempts before it; and lets those wait for
 * it again that had failed for its sake. Its number of attempts goes on, so that nothing of an earlier one can take effect.
 *
 * @throws {ConflictError} for a run that did not fail, would fail again, or whose inputs are not there
 */
export async function requeueFailed(tx: Transaction, { id }: Pick<Run, 'id'>): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Run" WHERE id = ${id}::uuid FOR UPDATE`;
  const run = await tx.run.findUniqueOrThrow({
    where: { id },
    include: { inputRuns: { include: { inputRun: true } } },
  });
  if (run.status !== 'FAILED')
    throw new ConflictError(`run: expected one that failed, got one that is ${run.status.toLowerCase()}`);
  // Written by failRun.
  const { code } = run.failure as { code: string };
  if (!isRetriable(code))
    throw new ConflictError(
      `run: expected one that was stopped by what is around it, got one that failed with ${code} and would again`,
    );
  const missing = run.inputRuns.find(({ inputRun }) => inputRun.status !== 'SUCCEEDED');
  if (missing)
    throw new ConflictError(
      `inputs.${missing.role}: expected a run that succeeded, got one that is ${missing.inputRun.status.toLowerCase()}`,
    );
  await open(tx, id, 'QUEUED');
  await appendEvent(tx, id, 'requeued', { reason: 'askedFor', delaySeconds: 0 });
  await enqueueRun(tx, id);
  let freed = [id];
  while (freed.length > 0) freed = await letWaitAgain(tx, freed);
}

/**
 * Runs that failed for one of these, and of which no other input has failed: they wait again, unless they are deleted.
 * Returns their ids.
 */
async function letWaitAgain(tx: Transaction, inputRunIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id::text FROM "Run" r JOIN "Project" p ON p.id = r."projectId"
    WHERE p."deletedAt" IS NULL AND r.status = 'FAILED' AND r.failure ->> 'code' = 'INPUT_FAILED'
      AND EXISTS (SELECT 1 FROM "RunInput" i WHERE i."runId" = r.id AND i."inputRunId" = ANY(${inputRunIds}::uuid[]))
      AND NOT EXISTS (
        SELECT 1 FROM "RunInput" i JOIN "Run" s ON s.id = i."inputRunId"
        WHERE i."runId" = r.id AND s.status IN ('FAILED', 'CANCELLED'))
    ORDER BY r.id FOR UPDATE OF r`;
  for (const { id } of rows) {
    await open(tx, id, 'WAITING');
    await appendEvent(tx, id, 'waiting', { reason: 'inputQueuedAgain' });
  }
  return rows.map(({ id }) => id);
}

/** As it was before its first attempt, but for their number. */
async function open(tx: Transaction, id: string, status: 'QUEUED' | 'WAITING'): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Run" SET status = ${status}::"RunStatus", failure = NULL, "finishedAt" = NULL, "startedAt" = NULL,
      progress = NULL, "cancelRequestedAt" = NULL, "lostAttempts" = 0, "memoryAttempts" = 0, "brokenAttempts" = 0
    WHERE id = ${id}::uuid`;
}
