import type { Transaction } from '@fiducial/prisma/client';
import { enqueueRun } from './queue';
import { appendEvent } from './run-events';

/** A run that ended, for those that wait for it. */
export interface EndedRun {
  readonly id: string;
  readonly title: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
}

interface WaitingRun {
  readonly id: string;
  readonly title: string;
  readonly role: string;
}

/**
 * Sees to the runs that wait for one that ended, as part of the transaction that ended it: after a success those are
 * queued whose inputs have all succeeded; after anything else they fail, and so do those that wait for them.
 */
export async function releaseWaiting(tx: Transaction, ended: EndedRun): Promise<void> {
  const waiting = await lockWaiting(tx, ended.id);
  for (const run of waiting) {
    if (ended.status !== 'SUCCEEDED') await failForInput(tx, run, ended);
    else if (await allInputsSucceeded(tx, run.id)) await queue(tx, run.id);
  }
}

/**
 * Locked before their inputs are looked at: of two inputs that end at the same time, the second to get the lock sees
 * the first one's end. In order of id, so that two ends of many common consumers do not wait for each other.
 */
function lockWaiting(tx: Transaction, inputRunId: string): Promise<WaitingRun[]> {
  return tx.$queryRaw<WaitingRun[]>`
    SELECT r.id::text, r.title, i.role FROM "Run" r
    JOIN (SELECT "runId", min(role) AS role FROM "RunInput" WHERE "inputRunId" = ${inputRunId}::uuid GROUP BY 1) i
      ON i."runId" = r.id
    WHERE r.status = 'WAITING' ORDER BY r.id FOR UPDATE OF r`;
}

async function allInputsSucceeded(tx: Transaction, runId: string): Promise<boolean> {
  const missing = await tx.runInput.count({ where: { runId, inputRun: { status: { not: 'SUCCEEDED' } } } });
  return missing === 0;
}

async function queue(tx: Transaction, runId: string): Promise<void> {
  await tx.run.update({ where: { id: runId }, data: { status: 'QUEUED' } });
  await appendEvent(tx, runId, 'queued');
  await enqueueRun(tx, runId);
}

async function failForInput(tx: Transaction, run: WaitingRun, input: EndedRun): Promise<void> {
  const how = input.status === 'CANCELLED' ? 'was cancelled' : 'failed';
  const message = `Its input ${run.role} ("${input.title}") ${how}.`;
  const failure = { code: 'INPUT_FAILED', message, step: null, inputRunId: input.id };
  await tx.$executeRaw`
    UPDATE "Run" SET status = 'FAILED', failure = ${JSON.stringify(failure)}::jsonb, "finishedAt" = now()
    WHERE id = ${run.id}::uuid`;
  await appendEvent(tx, run.id, 'failed', failure);
  await releaseWaiting(tx, { id: run.id, title: run.title, status: 'FAILED' });
}
