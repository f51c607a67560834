import type { Prisma, PrismaClient, Run, Transaction } from '@fiducial/prisma/client';
import { findRunKind } from '../run/run-kinds';
import { inTransaction } from '../transaction';
import { type Claim, LostClaimError } from './claim-run';
import { failpoint } from './failpoints';
import type { RunFailure, Verdict } from './failure';
import { enqueueRun } from './queue';
import { releaseWaiting } from './release-waiting';
import { appendEvent } from './run-events';
import { writeFigures } from './write-figures';

/** An artifact that rests in the store, under the name that the run gives it. */
export interface RunOutput {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** What a run leaves behind when it succeeds. */
export interface Success {
  readonly results: Prisma.InputJsonValue;
  readonly outputs: readonly RunOutput[];
  readonly backend: Prisma.InputJsonValue | null;
  readonly versions: Prisma.InputJsonValue;
  readonly reusedFromRunId?: string;
  readonly peakMemoryBytes?: number;
}

/** Attempts after which a run is given up, by what stopped them. */
const limits = { lost: 3, memory: 2, broken: 4 } as const;

/** Until a run is offered again whose worker waited for the store in vain, in seconds. */
const awaySeconds = 30;

/** Locks the run's row if the claim still holds. @throws {LostClaimError} */
export async function holdClaim(tx: Transaction, claim: Claim) {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Run" WHERE id = ${claim.runId}::uuid AND attempt = ${claim.attempt} AND status = 'RUNNING' FOR UPDATE`;
  if (!held.length) throw new LostClaimError(claim);
  return tx.run.findUniqueOrThrow({ where: { id: claim.runId } });
}

/**
 * Records a success: artifacts, results, the columns of the thing that the run made, what it amounts to, and the runs that
 * waited for it.
 *
 * @throws {LostClaimError}
 */
export function succeedRun(prisma: PrismaClient, claim: Claim, success: Success): Promise<void> {
  return inTransaction(prisma, async (tx) => {
    const run = await holdClaim(tx, claim);
    await writeOutputs(tx, run.id, success.outputs);
    await tx.run.update({
      where: { id: run.id },
      data: {
        results: success.results,
        versions: success.versions,
        ...(success.backend === null ? {} : { backend: success.backend }),
        ...(success.reusedFromRunId ? { reusedFromRunId: success.reusedFromRunId } : {}),
        ...(success.peakMemoryBytes ? { peakMemoryBytes: BigInt(success.peakMemoryBytes) } : {}),
      },
    });
    const kind = findRunKind(run.kind);
    if (kind) {
      await kind.complete(tx, run, success.results);
      await writeFigures(tx, run, kind.figures(success.results));
    }
    const outputs = success.outputs.length;
    await endRun(tx, { id: run.id, title: run.title, status: 'SUCCEEDED' }, { outputs });
    await failpoint('insideSuccess');
  });
}

async function writeOutputs(tx: Transaction, runId: string, outputs: readonly RunOutput[]): Promise<void> {
  if (!outputs.length) return;
  // In one order in every transaction: two that insert the same digests would otherwise wait for each other.
  const artifacts = outputs
    .map(({ digest, bytes, mediaType }) => ({ digest, bytes, mediaType }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  await tx.artifact.createMany({ data: artifacts, skipDuplicates: true });
  await tx.runArtifact.createMany({ data: outputs.map(({ name, digest }) => ({ runId, name, digest })) });
}

/**
 * Acts on an error: the run is cancelled, failed, or queued again where another try is worth it.
 *
 * @throws {LostClaimError}
 */
export function settleFailure(prisma: PrismaClient, claim: Claim, verdict: Verdict): Promise<void> {
  return inTransaction(prisma, async (tx) => {
    const run = await holdClaim(tx, claim);
    if (verdict.kind === 'cancelled' || run.cancelRequestedAt) {
      return endRun(tx, { id: run.id, title: run.title, status: 'CANCELLED' }, {});
    }
    if (verdict.kind === 'memory' && run.memoryAttempts + 1 < limits.memory) {
      const again = { reason: 'outOfMemory', column: 'memoryAttempts', delaySeconds: 5 } as const;
      return requeueRun(tx, run.id, { ...again, failure: verdict.failure });
    }
    if (verdict.kind === 'storeAway') {
      const again = { reason: verdict.failure.code, delaySeconds: awaySeconds } as const;
      return requeueRun(tx, run.id, { ...again, failure: verdict.failure });
    }
    if (verdict.kind === 'broken' && run.brokenAttempts + 1 < limits.broken) {
      const delaySeconds = 5 * 4 ** run.brokenAttempts;
      const again = { reason: verdict.failure.code, column: 'brokenAttempts', delaySeconds } as const;
      return requeueRun(tx, run.id, { ...again, failure: verdict.failure });
    }
    return failRun(tx, run, verdict.failure);
  });
}

/** Gives a run back because its worker stops: no attempt is spent. @throws {LostClaimError} */
export function giveBackRun(prisma: PrismaClient, claim: Claim): Promise<void> {
  return inTransaction(prisma, async (tx) => {
    const run = await holdClaim(tx, claim);
    return giveBack(tx, run, 'workerStopped');
  });
}

/** Queues a run again that nobody owns any more, through no fault of its own, or cancels it where that was asked for. */
export function giveBack(
  tx: Transaction,
  run: Pick<Run, 'id' | 'title' | 'cancelRequestedAt'>,
  reason: 'workerStopped' | 'restored',
): Promise<void> {
  if (run.cancelRequestedAt) return endRun(tx, { id: run.id, title: run.title, status: 'CANCELLED' }, {});
  return requeueRun(tx, run.id, { reason });
}

const lostWords = 'Its worker was not heard of any more: it was killed, or its machine went away.';

/** Takes a run from a worker that is dead: cancelled, given up after the third time, or queued again. */
export async function takeFromDeadWorker(tx: Transaction, runId: string): Promise<void> {
  const run = await tx.run.findUniqueOrThrow({ where: { id: runId } });
  if (run.cancelRequestedAt) return endRun(tx, { id: run.id, title: run.title, status: 'CANCELLED' }, {});
  if (run.lostAttempts + 1 < limits.lost) {
    const failure = { message: lostWords, step: stageOf(run.progress) };
    return requeueRun(tx, run.id, { reason: 'workerLost', column: 'lostAttempts', failure });
  }
  const message = `The worker was lost ${limits.lost} times while it computed this run, so the run itself may be the cause.`;
  return failRun(tx, run, { code: 'WORKER_LOST', message, step: stageOf(run.progress) });
}

/** Fails a run for good. The caller holds its row's lock. */
export function failRun(
  tx: Transaction,
  run: { id: string; title: string },
  failure: RunFailure,
): Promise<void> {
  return endRun(tx, { id: run.id, title: run.title, status: 'FAILED' }, failure);
}

/** The stage named by a run's progress. */
function stageOf(progress: unknown): string | null {
  const stage =
    typeof progress === 'object' && progress !== null && 'stage' in progress ? progress.stage : null;
  return typeof stage === 'string' ? stage : null;
}

interface Requeue {
  readonly reason: string;
  /** Which counter of spent attempts goes up. */
  readonly column?: 'memoryAttempts' | 'brokenAttempts' | 'lostAttempts';
  readonly delaySeconds?: number;
  /** What happened, in words, and where: for its owner. */
  readonly failure?: Pick<RunFailure, 'message' | 'step'>;
}

async function requeueRun(
  tx: Transaction,
  runId: string,
  { reason, column, delaySeconds = 0, failure }: Requeue,
): Promise<void> {
  await tx.run.update({
    where: { id: runId },
    data: {
      status: 'QUEUED',
      workerId: null,
      heartbeatAt: null,
      ...(column ? { [column]: { increment: 1 } } : {}),
    },
  });
  await appendEvent(tx, runId, 'requeued', {
    reason,
    delaySeconds,
    ...(failure && { message: failure.message, step: failure.step }),
  });
  await enqueueRun(tx, runId, { delaySeconds, again: true });
}

/** The event that tells of each end. */
export const endEvents = { SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELLED: 'cancelled' } as const;

/** Ends a run for good, whoever owned it, and sees to those that wait for it. The caller holds its row's lock. */
export async function endRun(
  tx: Transaction,
  run: { id: string; title: string; status: keyof typeof endEvents },
  data: object,
): Promise<void> {
  const failure = run.status === 'FAILED' ? JSON.stringify(data) : null;
  await tx.$executeRaw`
    WITH ended AS (
      UPDATE "Run" SET status = ${run.status}::"RunStatus", "finishedAt" = now(), "workerId" = NULL, "heartbeatAt" = NULL,
        failure = ${failure}::jsonb
      WHERE id = ${run.id}::uuid RETURNING id
    )
    UPDATE "RunStep" SET "finishedAt" = now() FROM ended WHERE "runId" = ended.id AND "RunStep"."finishedAt" IS NULL`;
  await appendEvent(tx, run.id, endEvents[run.status], data);
  await releaseWaiting(tx, run);
}
