import type { PrismaClient, Run } from '@fiducial/prisma/client';
import { inTransaction } from '../transaction';
import { failpoint } from './failpoints';
import { noteTurn } from './fair-order';
import { completeJob, type TakenJob } from './queue';
import { appendEvent } from './run-events';

/** A run that this worker owns, until it ends or another attempt begins. Every write on its behalf is fenced by it. */
export interface Claim {
  readonly runId: string;
  readonly attempt: number;
}

/** This attempt does not own its run any more: whatever it did must not take effect. */
export class LostClaimError extends Error {
  override readonly name = 'LostClaimError';
  constructor({ runId, attempt }: Claim) {
    super(`Attempt ${attempt} of run ${runId} does not own it any more.`);
  }
}

/**
 * Claims the run of a taken job: from now on its row names this worker and the next attempt. The job is completed in
 * the same transaction. Undefined when there is nothing to do any more: it was cancelled, or the offer went to somebody else.
 */
export function claimRun(prisma: PrismaClient, job: TakenJob, workerId: string): Promise<Run | undefined> {
  return inTransaction(prisma, async (tx) => {
    if (!(await completeJob(tx, job))) return undefined;
    // By the database's clock, the only one that leases are measured with.
    const claimed = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Run" SET status = 'RUNNING', attempt = attempt + 1, "workerId" = ${workerId}::uuid,
        "heartbeatAt" = now(), "startedAt" = now(), progress = NULL
      WHERE id = ${job.runId}::uuid AND status = 'QUEUED' RETURNING id::text`;
    if (!claimed.length) return undefined;
    const run = await tx.run.findUniqueOrThrow({ where: { id: job.runId } });
    await noteTurn(tx, run.projectId);
    if (run.attempt > 1) {
      await tx.runStep.deleteMany({ where: { runId: run.id } });
      await tx.metricSeries.deleteMany({ where: { runId: run.id } });
    }
    await appendEvent(tx, run.id, 'claimed', { attempt: run.attempt, workerId }, run.attempt);
    await failpoint('insideClaim');
    return run;
  });
}
