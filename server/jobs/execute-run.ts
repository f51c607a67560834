import { join } from 'node:path';
import type { Prisma, PrismaClient, Run } from '@fiducial/prisma/client';
import { StoreWaitStoppedError } from '../artifact/patient-store';
import { reserveBytes } from '../artifact/reserve';
import type { ArtifactStore } from '../artifact/store';
import { type ChildOutcome, type ComputeChild, startChild } from '../compute/host';
import type { BackendData } from '../compute/messages';
import { findTask } from '../compute/task-registry';
import { env } from '../env';
import { estimateJson, estimateRun } from '../estimate/estimate-run';
import { memoryLimit, tooLarge } from '../estimate/memory-limit';
import { log } from '../log';
import { copyCurves } from '../metric/copy-curves';
import { inTransaction, persist } from '../transaction';
import type { Versions } from '../versions';
import { failSpan, inSpan } from '../watch/tracing';
import { type Claim, LostClaimError } from './claim-run';
import { failpoint } from './failpoints';
import { errorData, judgeError, judgeExit, type Verdict } from './failure';
import { findEqualRun } from './find-equal-run';
import { failRun, giveBackRun, holdClaim, settleFailure, succeedRun } from './finish-run';
import { keepsCheckpoints, keepsCheckpointsSelect } from './keeps-checkpoints';
import { appendEvent } from './run-events';
import { computationDigest, digestsOf, lendInputs, type RunInputs, readInputs } from './run-inputs';
import { type RunRecorder, recordRun } from './run-recorder';
import { shareCheckpoints } from './share-checkpoints';
import type { StorePatience } from './store-patience';

/** What a worker has that its runs need. */
export interface WorkerTools {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly patience: StorePatience;
  readonly backend: BackendData;
  readonly versions: Versions;
  /** Limit of a child's resident memory; 0 for none. */
  readonly childMemoryBytes: number;
  /** Threads that a child computes with; 0 lets TensorFlow decide. */
  readonly childThreads: number;
}

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
  const compute = async ({ inputs, inputDigest }: Prepared, recorder: RunRecorder) => {
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

/** What goes into a computation, and its identity. */
interface Prepared {
  readonly inputs: RunInputs;
  readonly inputDigest: string;
}

interface Course {
  readonly claim: Claim;
  readonly recorder: RunRecorder;
  readonly compute: (prepared: Prepared, recorder: RunRecorder) => Promise<ChildOutcome | undefined>;
  readonly stopped: () => Stop | undefined;
}

async function work(
  tools: WorkerTools,
  run: Run,
  { claim, recorder, compute, stopped }: Course,
): Promise<void> {
  await failpoint('afterClaim');
  const prepared = await inSpan('prepare', () => persist(() => prepare(tools, run)));
  if (!prepared) return;
  await failpoint('beforeChild');
  const outcome = await inSpan('compute', () => compute(prepared, recorder));
  await recorder.close();
  const reason = stopped();
  if (reason === 'abandon') throw new LostClaimError(claim);
  // An answer that came before the child was stopped counts all the same.
  if (outcome?.type === 'done' && reason !== 'cancel')
    return inSpan('keep', () => succeed(tools, claim, outcome));
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

/** Records what goes in, and ends the run at once where the same was computed before. Undefined when it has ended. */
async function prepare(tools: WorkerTools, run: Run): Promise<Prepared | undefined> {
  const { prisma, store, backend } = tools;
  const task = await findTask(run.kind);
  if (!task) throw new Error(`No task for runs of kind ${run.kind}.`);
  const inputs = await readInputs(prisma, run);
  const inputDigest = computationDigest(run, task, { inputs, backend });
  await prisma.run.updateMany({
    where: { id: run.id, attempt: run.attempt, status: 'RUNNING' },
    // An equal run that is taken over was computed by the same version: the digest covers it.
    data: {
      ...{ inputDigest, inputDigests: digestsOf(inputs), taskVersion: task.version },
      // Checkpoints of an attempt with smaller batches may be gone on from later.
      smallerBatches: run.smallerBatches || run.memoryAttempts > 0,
    },
  });
  const equal = await findEqualRun(prisma, store, { run, inputDigest });
  if (!equal) return (await fits(tools, run, inputs)) ? { inputs, inputDigest } : undefined;
  await inTransaction(prisma, async (tx) => {
    await holdClaim(tx, { runId: run.id, attempt: run.attempt });
    await appendEvent(tx, run.id, 'reused', { fromRunId: equal.run.id }, run.attempt);
    await copyCurves(tx, { from: equal.run.id, to: run });
  });
  await succeedRun(
    prisma,
    { runId: run.id, attempt: run.attempt },
    {
      // A run that succeeded has results and versions.
      results: equal.run.results as Prisma.InputJsonValue,
      versions: equal.run.versions as Prisma.InputJsonValue,
      backend: equal.run.backend as Prisma.InputJsonValue | null,
      outputs: equal.outputs,
      reusedFromRunId: equal.run.id,
    },
  );
  return undefined;
}

/**
 * Writes down what the run is expected to need, now that its inputs are there; false when no worker lets a run have as much:
 * then it has failed, before anything was computed.
 */
async function fits({ prisma }: WorkerTools, run: Run, inputs: RunInputs): Promise<boolean> {
  const claim: Claim = { runId: run.id, attempt: run.attempt };
  return inTransaction(prisma, async (tx) => {
    const estimate = await estimateRun(tx, { ...run, inputs });
    if (!estimate) return true;
    await holdClaim(tx, claim);
    await tx.run.update({
      where: { id: run.id },
      data: { estimate: estimateJson(estimate) },
    });
    const refused = tooLarge(estimate, await memoryLimit(tx, env.mostRunBytes));
    if (!refused) return true;
    await failRun(tx, run, {
      code: 'TOO_LARGE',
      message: `It was not begun: ${refused.message}`,
      step: null,
    });
    return false;
  });
}

async function succeed(
  { prisma, store, backend, versions }: WorkerTools,
  claim: Claim,
  outcome: Extract<ChildOutcome, { type: 'done' }>,
): Promise<void> {
  await failpoint('afterStaging');
  await persist(() => reserveBytes(prisma, outcome.outputs));
  await failpoint('afterReserve');
  for (const output of outcome.outputs) {
    await store.adopt(output.file, output);
    await failpoint('afterAdopt');
  }
  const outputs = outcome.outputs.map(({ name, digest, bytes, mediaType }) => ({
    name,
    digest,
    bytes,
    mediaType,
  }));
  const { name, version, tensorflowVersion } = backend;
  const success = {
    // The child checked them against the task's schema, which describes plain JSON.
    results: outcome.results as Prisma.InputJsonValue,
    outputs,
    backend: { name, version, tensorflowVersion },
    versions: { ...versions },
    peakMemoryBytes: outcome.peakMemoryBytes,
  };
  await persist(() => succeedRun(prisma, claim, success));
  await failpoint('afterSuccess');
}

function judge(outcome: ChildOutcome, stage: string | null): Verdict {
  if (outcome.type === 'failed') return judgeError(outcome.error, stage);
  if (outcome.type === 'exited') return judgeExit(outcome.code, outcome.signal, stage);
  return { kind: 'cancelled' };
}
