/** The process that computes one run: forked by a worker, told what to do by one message, gone when it has answered. */

import { verifyFile } from '../artifact/local-file';
import { env } from '../env';
import { failpoint } from '../jobs/failpoints';
import { errorData } from '../jobs/failure';
import { openCheckpoints } from './checkpoints';
import type { BackendData, FromChild, InputData, JobData, ToChild } from './messages';
import { stageOutputs } from './stage-outputs';
import type { InputRun } from './task';
import { findTask } from './task-registry';
import { throttleProgress } from './throttle-progress';
import { watchParent } from './watch-parent';
import { yieldToOthers } from './yield-to-others';

watchParent();
yieldToOthers();
const cancellation = new AbortController();
process.on('SIGTERM', () => cancellation.abort());
// Ctrl-C in a terminal reaches the whole group: stopping is the worker's business.
process.on('SIGINT', () => undefined);
// The worker is gone: nobody would take the results.
process.on('disconnect', () => process.exit(1));
process.once('message', (message: ToChild) => {
  answer(message).then(leave, (error: unknown) =>
    send({ type: 'failed', error: errorData(error) }).then(leave),
  );
});

async function answer(message: ToChild): Promise<void> {
  if (message.type === 'describe') {
    await send({ type: 'backend', backend: await useBackend() });
    return;
  }
  const { results, staged } = await runTask(message.job);
  // In kB on every system.
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  await send({ type: 'done', results, outputs: staged, peakMemoryBytes });
}

async function useBackend(): Promise<BackendData> {
  const { loadBackend } = await import('@fiducial/backend');
  return loadBackend();
}

async function runTask(job: JobData) {
  const task = await findTask(job.kind);
  if (!task) throw new Error(`No task for runs of kind ${job.kind}.`);
  if (task.needsBackend) await send({ type: 'backend', backend: await useBackend() });
  await failpoint('childStart');
  const { outputs, staged } = stageOutputs(job.staging);
  const checkpoints = openCheckpoints(job.checkpoints, {
    attempt: job.attempt,
    signal: cancellation.signal,
    intervalMs: env.checkpointMs,
    now: () => performance.now(),
    onKept: () => post({ type: 'kept' }),
  });
  const running = task.run({
    params: task.params.parse(job.params),
    seed: job.seed,
    inputs: await openInputs(job.inputs),
    outputs,
    checkpoints,
    context: {
      seed: job.seed,
      ...(job.batchShare !== undefined && { batchShare: job.batchShare }),
      signal: cancellation.signal,
      onProgress: throttleProgress(
        (progress) => post({ type: 'progress', progress }),
        () => performance.now(),
      ),
      onMetric: (metric) => post({ type: 'metric', metric }),
    },
  });
  // Told to stop, it keeps what is done for the next attempt.
  const results = await running.catch(async (error: unknown) => {
    if (cancellation.signal.aborted) await checkpoints.flush();
    throw error;
  });
  return { results: task.results.parse(results), staged };
}

/** Everything that goes in is hashed before it is used: a flipped bit would end up in somebody's conclusions. */
async function openInputs(
  inputs: Readonly<Record<string, InputData>>,
): Promise<ReadonlyMap<string, InputRun>> {
  const opened = new Map<string, InputRun>();
  const verified = new Set<string>();
  for (const [role, { params, results, artifacts }] of Object.entries(inputs)) {
    for (const artifact of Object.values(artifacts)) {
      if (verified.has(artifact.digest)) continue;
      verified.add(artifact.digest);
      await verifyFile(artifact.path, artifact);
    }
    opened.set(role, { params, results, artifacts: new Map(Object.entries(artifacts)) });
  }
  return opened;
}

/** Sends and does not wait: the channel keeps the order. */
function post(message: FromChild): void {
  void send(message);
}

function send(message: FromChild): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.send) return reject(new Error('This program is started by a worker.'));
    process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

/** All has been sent. `exit` does not wait for native threads that may linger. */
function leave(): void {
  process.exit(0);
}
