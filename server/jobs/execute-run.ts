import { join } from 'node:path';
import type { Run } from '@fiducial/prisma/client';
import { StoreWaitStoppedError } from '../artifact/patient-store';
import { type ChildOutcome, type ComputeChild, startChild } from '../compute/host';
import { log } from '../log';
import { persist } from '../transaction';
import { failSpan, inSpan } from '../watch/tracing';
import { type Claim, LostClaimError } from './claim-run';
import { failpoint } from './failpoints';
import { errorData, judgeError, judgeExit, type Verdict } from './failure';
import { giveBackRun, settleFailure } from './finish-run';
import { keepResult } from './keep-result';
import { keepsCheckpoints, keepsCheckpointsSelect } from './keeps-checkpoints';
import { type PreparedRun, prepareRun } from './prepare-run';
import { lendInputs } from './run-inputs';
import { type RunRecorder, recordRun } from './run-recorder';
import { shareCheckpoints } from './share-checkpoints';
import type { WorkerTools } from './worker-tools';

/** A claimed run in this worker's hands. */
export interface Execution {
  readonly claim: Claim;
  /** Resolves, and never rejects, once nothing of it is left in this process. */
  readonly ended: Promise<void>;
  /** Somebody wants it cancelled. */
  cancel(): void;
  /** It belongs to somebody else now. */
  abandon(): void;
  /** This worker stops. */
  giveBack(): void;
}

/** Share of a usual batch that is computed at once after memory ran out. */
const smallerShare = 0.25;

type Stop = 'cancel' | 'abandon' | 'giveBack';

/** Takes a claimed run to its end: reused, computed, failed, cancelled or given back. */
export function executeRun(worker: WorkerTools, run: Run): Execution {
  const claim: Claim = { runId: run.id, attempt: run.attempt };
  const waiting = new AbortController();
  const tools = { ...worker, store: worker.patience.forRun(waiting.signal) };
  let child: ComputeChild | undefined;
  let stopped: Stop | undefined;
  const stop = (reason: Stop) => {
    // Abandoning wins: whatever was to be written is somebody else's business.
    if (stopped === undefined || reason === 'abandon') stopped = reason;
    child?.stop();
    waiting.abort();
  };
  const compute = async ({ inputs, inputDigest }: PreparedRun, recorder: RunRecorder) => {
    await tools.store.clearStaging(run.id, run.attempt);
    const staging = tools.store.staging(run.id, run.attempt);
    const lent = await lendInputs(tools.store, inputs, join(staging, 'inputs'));
    if (stopped) return undefined;
    const checkpoints = await tools.store.checkpoints(run.id, inputDigest);
    if (stopped) return undefined;
    const sharing = shareCheckpoints(checkpoints, (error) =>
      log.warn({ ...claim, err: error }, 'checkpoints could not be shared with other machines'),
    );
    const { kind, params, seed, attempt } = run;
    const job = {
      ...{ kind, params, seed, attempt, staging },
      // The run's last attempt before its owner hears of it: it must need less than the one before.
      ...(run.memoryAttempts > 0 && { batchShare: smallerShare }),
      inputs: lent,
      checkpoints: checkpoints.path,
    };
    const limits = { memoryBytes: tools.childMemoryBytes, threads: tools.childThreads };
    child = startChild(job, limits, {
      onProgress: recorder.progress,
      onMetric: recorder.metric,
      onKept: sharing.kept,
      onBackend: ({ name }) => {
        if (name !== tools.backend.name)
          log.warn({ ...claim, name }, 'a child got another backend than this worker');
      },
    });
    const outcome = await child.ended;
    // Before anybody else may take the run; not for one that is over, or somebody else's.
    await sharing.end(outcome.type !== 'done' && (stopped === undefined || stopped === 'giveBack'));
    return outcome;
  };
  const recorder = recordRun(tools.prisma, claim, {
    onLost: () => stop('abandon'),
    onCancelRequested: () => stop('cancel'),
    onError: (error) => log.warn({ ...claim, error: String(error) }, 'progress could not be written'),
  });
  const ended = work(tools, run, { claim, recorder, compute, stopped: () => stopped })
    .catch(async (error: unknown) => {
      await recorder.close();
      if (error instanceof LostClaimError) throw error;
      if (error instanceof StoreWaitStoppedError) return endWaiting(tools, claim, stopped);
      await settle(tools, claim, judgeError(errorData(error), recorder.stage()), error);
    })
    .catch((error: unknown) => {
      if (error instanceof LostClaimError) log.warn(claim, 'the run was taken over by another worker');
      // The row keeps naming this attempt: when its lease has run out, the run is taken over as after a dead worker.
      else log.error({ ...claim, err: error }, 'the end of a run could not be written');
    });
  return {
    claim,
    ended: ended.finally(() => clearAfter(worker, claim).catch(() => undefined)),
    cancel: () => stop('cancel'),
    abandon: () => stop('abandon'),
    giveBack: () => stop('giveBack'),
  };
}

/** Ends a run that waited for the store until it was stopped. */
function endWaiting({ prisma }: WorkerTools, claim: Claim, stopped: Stop | undefined): Promise<void> {
  if (stopped === 'abandon') throw new LostClaimError(claim);
  return persist(() =>
    stopped === 'giveBack' ? giveBackRun(prisma, claim) : settleFailure(prisma, claim, { kind: 'cancelled' }),
  );
}

/** Nothing of this attempt is needed any more; checkpoints may be, by a later one. What fails is garbage. */
async function clearAfter({ prisma, store }: WorkerTools, { runId, attempt }: Claim): Promise<void> {
  const run = await persist(() =>
    prisma.run.findUnique({ where: { id: runId }, select: keepsCheckpointsSelect }),
  );
  await store.clearStaging(runId, run && keepsCheckpoints(run) ? attempt + 1 : undefined);
}

interface Course {
  readonly claim: Claim;
  readonly recorder: RunRecorder;
  readonly compute: (prepared: PreparedRun, recorder: RunRecorder) => Promise<ChildOutcome | undefined>;
  readonly stopped: () => Stop | undefined;
}

async function work(
  tools: WorkerTools,
  run: Run,
  { claim, recorder, compute, stopped }: Course,
): Promise<void> {
  await failpoint('afterClaim');
  const prepared = await inSpan('prepare', () => persist(() => prepareRun(tools, run)));
  if (!prepared) return;
  await failpoint('beforeChild');
  const outcome = await inSpan('compute', () => compute(prepared, recorder));
  await recorder.close();
  const reason = stopped();
  if (reason === 'abandon') throw new LostClaimError(claim);
  // An answer that came before the child was stopped counts all the same.
  if (outcome?.type === 'done' && reason !== 'cancel')
    return inSpan('keep', () => keepResult(tools, claim, outcome));
  if (reason === 'giveBack') return persist(() => giveBackRun(tools.prisma, claim));
  const verdict: Verdict = reason || !outcome ? { kind: 'cancelled' } : judge(outcome, recorder.stage());
  return settle(tools, claim, verdict, outcome);
}

async function settle(
  { prisma }: WorkerTools,
  claim: Claim,
  verdict: Verdict,
  cause: unknown,
): Promise<void> {
  failSpan(verdict.kind === 'cancelled' ? 'cancelled' : verdict.failure.code);
  if (verdict.kind === 'failed' && verdict.logId) {
    log.error(
      { ...claim, logId: verdict.logId, [cause instanceof Error ? 'err' : 'cause']: cause },
      'a run failed',
    );
  } else if (verdict.kind !== 'cancelled') log.warn({ ...claim, failure: verdict.failure }, 'a run stopped');
  await persist(() => settleFailure(prisma, claim, verdict));
}

function judge(outcome: ChildOutcome, stage: string | null): Verdict {
  if (outcome.type === 'failed') return judgeError(outcome.error, stage);
  if (outcome.type === 'exited') return judgeExit(outcome.code, outcome.signal, stage);
  return { kind: 'cancelled' };
}
