import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@fiducial/prisma/client';
import { collectGarbage } from '../garbage/collect-garbage';
import { log, withLogFields } from '../log';
import { inSpanOf } from '../watch/tracing';
import { channels } from './channels';
import { type Claim, claimRun } from './claim-run';
import { type Execution, executeRun, type WorkerTools } from './execute-run';
import { failpoint } from './failpoints';
import { fairOrder } from './fair-order';
import { beat, reapDeadWorkers, sayAlive } from './heartbeat';
import { listen } from './listen';
import { takeJob } from './queue';

/** How a worker goes about it. */
export interface WorkerOptions {
  readonly tools: WorkerTools;
  readonly workerId: string;
  /** Makes this worker known: nobody claims a run for one that is not. */
  readonly register: () => Promise<void>;
  readonly url: string;
  readonly concurrency: number;
  /** After how long without a word a connection to the database is taken for dead, in milliseconds. */
  readonly silentMs?: number;
  readonly heartbeatMs: number;
  readonly leaseMs: number;
}

/** A worker that takes runs until it is stopped. */
export interface RunningWorker {
  /** Stops taking, ends what is computed, gives it back to the queue. */
  stop(): Promise<void>;
}

/** Looks for work at least so often: a notice may be missed while the connection is broken. */
const pollMs = 2000;
/** Between two collections of garbage by one worker; several may collect at once. */
const collectMs = 3_600_000;
/** Between two claims, so that many quick runs leave room for others. */
const pauseMs = 10;

/** Takes runs from the queue, `concurrency` at once, and looks after those of dead workers. */
export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { tools, workerId, register, concurrency, heartbeatMs, leaseMs } = options;
  const executions = new Map<string, Execution>();
  const bell = makeBell();
  let stopping = false;

  const listener = await listen({
    url: options.url,
    ...(options.silentMs && { silentMs: options.silentMs }),
    channels: [channels.queue, channels.cancel],
    onListening: bell.ring,
    onNotice: (channel, payload) => {
      if (channel === channels.queue) bell.ring();
      else executions.get(payload)?.cancel();
    },
    onError: (error) => log.warn({ error: error.message }, 'the connection for notices broke'),
  });

  const takeOne = async (): Promise<boolean> => {
    if (!(await tools.patience.mayTake())) return false;
    const job = await takeJob(await fairOrder(tools.prisma));
    if (!job) return false;
    await failpoint('afterTake');
    const run = await claimRun(tools.prisma, job, workerId);
    if (!run) return true;
    log.info({ runId: run.id, attempt: run.attempt, kind: run.kind }, `started: ${run.title}`);
    const execution = withLogFields({ runId: run.id, attempt: run.attempt }, () =>
      inSpanOf(job.trace, attemptSpan(run), (span) => {
        const begun = executeRun(tools, run);
        void begun.ended.finally(() => span.end());
        return begun;
      }),
    );
    executions.set(run.id, execution);
    void execution.ended.then(() => {
      if (executions.get(run.id) === execution) executions.delete(run.id);
      log.info({ runId: run.id, attempt: run.attempt }, `ended: ${run.title}`);
      bell.ring();
    });
    return true;
  };
  const take = async (): Promise<void> => {
    while (!stopping) {
      const took =
        executions.size < concurrency &&
        (await takeOne().catch((error: Error) => {
          log.warn({ error: error.message }, 'no run could be taken');
          return sleep(1000, false);
        }));
      await (took ? sleep(pauseMs) : bell.wait(pollMs));
    }
  };
  let lastBeat = performance.now();
  const look = async (): Promise<void> => {
    if (!(await sayAlive(tools.prisma, workerId))) await register();
    const claims: Claim[] = [...executions.values()].map(({ claim }) => claim);
    const held = new Map((await beat(tools.prisma, claims)).map((one) => [one.runId, one]));
    for (const { runId, attempt } of claims) {
      const execution = executions.get(runId);
      if (execution?.claim.attempt !== attempt) continue;
      const one = held.get(runId);
      if (!one) execution.abandon();
      else if (one.cancelRequested) execution.cancel();
    }
    // After a pause of the database or of this process, others get the time to say that they live.
    const recent = performance.now() - lastBeat < leaseMs;
    lastBeat = performance.now();
    if (recent) await reapDeadWorkers(tools.prisma, leaseMs);
  };
  const beating = setInterval(() => {
    look().catch((error: Error) => log.warn({ error: error.message }, 'the heartbeat could not be written'));
  }, heartbeatMs);
  const collecting = setInterval(() => {
    collectGarbage({ prisma: tools.prisma, store: tools.store }).then(
      (collected) => log.info(collected, 'collected garbage'),
      (error: Error) => log.warn({ error: error.message }, 'garbage could not be collected'),
    );
  }, collectMs);
  await register();
  const taking = take();
  return {
    stop: async () => {
      stopping = true;
      bell.ring();
      await taking;
      for (const execution of executions.values()) execution.giveBack();
      await Promise.all([...executions.values()].map(({ ended }) => ended));
      clearInterval(beating);
      clearInterval(collecting);
      await listener.close();
    },
  };
}

/** What traces say of one attempt at a run. */
const attemptSpan = ({ id, kind, attempt, projectId }: Run) => ({
  name: `run ${kind}`,
  attributes: {
    'fiducial.run.id': id,
    'fiducial.run.kind': kind,
    'fiducial.run.attempt': attempt,
    'fiducial.project.id': projectId,
  },
});

/** Something to wait for that may have rung already. */
function makeBell() {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (limitMs: number): Promise<void> => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, limitMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = undefined;
    },
  };
}
