import type { Prisma, Run } from '@fiducial/prisma/client';
import { findTask } from '../compute/task-registry';
import { env } from '../env';
import { estimateJson, estimateRun } from '../estimate/estimate-run';
import { memoryLimit, tooLarge } from '../estimate/memory-limit';
import { copyCurves } from '../metric/copy-curves';
import { inTransaction } from '../transaction';
import type { Claim } from './claim-run';
import { findEqualRun } from './find-equal-run';
import { failRun, holdClaim, succeedRun } from './finish-run';
import { appendEvent } from './run-events';
import { computationDigest, digestsOf, type RunInputs, readInputs } from './run-inputs';
import type { WorkerTools } from './worker-tools';

/** What goes into a computation, and its identity. */
export interface PreparedRun {
  readonly inputs: RunInputs;
  readonly inputDigest: string;
}

/** Records what goes in, and ends the run at once where the same was computed before. Undefined when it has ended. */
export async function prepareRun(tools: WorkerTools, run: Run): Promise<PreparedRun | undefined> {
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
