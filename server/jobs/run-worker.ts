import { setTimeout as sleep } from 'node:timers/promises';
import { collectGarbage } from '../garbage/collect-garbage';
import { log } from '../log';
import { makeBell } from './bell';
import { channels } from './channels';
import { type Executions, openExecutions } from './executions';
import { beat, reapDeadWorkers, sayAlive } from './heartbeat';
import { listen } from './listen';
import { takeRun } from './take-run';
import type { WorkerTools } from './worker-tools';

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
/** After something went wrong with taking. */
const afterFailureMs = 1000;

/** Takes runs from the queue, `concurrency` at once, and looks after those of dead workers. */
export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { tools, workerId, concurrency, heartbeatMs } = options;
  const bell = makeBell();
  const executions = openExecutions(bell.ring);
  let stopping = false;

  const listener = await listen({
    url: options.url,
    ...(options.silentMs && { silentMs: options.silentMs }),
    channels: [channels.queue, channels.cancel],
    onListening: bell.ring,
    onNotice: (channel, payload) => {
      if (channel === channels.queue) bell.ring();
      else executions.cancel(payload);
    },
    onError: (error) => log.warn({ error: error.message }, 'the connection for notices broke'),
  });

  const take = async (): Promise<void> => {
    while (!stopping) {
      const took =
        executions.size() < concurrency &&
        (await takeRun({ tools, workerId, onBegun: executions.add }).catch((error: Error) => {
          log.warn({ error: error.message }, 'no run could be taken');
          return sleep(afterFailureMs, false);
        }));
      await (took ? sleep(pauseMs) : bell.wait(pollMs));
    }
  };
  const look = lookAfterClaims(options, executions);
  const beating = setInterval(() => {
    look().catch((error: Error) => log.warn({ error: error.message }, 'the heartbeat could not be written'));
  }, heartbeatMs);
  const collecting = setInterval(() => {
    collectGarbage({ prisma: tools.prisma, store: tools.store }).then(
      (collected) => log.info(collected, 'collected garbage'),
      (error: Error) => log.warn({ error: error.message }, 'garbage could not be collected'),
    );
  }, collectMs);
  await options.register();
  const taking = take();
  return {
    stop: async () => {
      stopping = true;
      bell.ring();
      await taking;
      await executions.giveBack();
      clearInterval(beating);
      clearInterval(collecting);
      await listener.close();
    },
  };
}

/** What is done at each heartbeat: says that the worker lives, renews its claims, and takes over those of dead workers. */
function lookAfterClaims(
  { tools: { prisma }, workerId, register, leaseMs }: WorkerOptions,
  executions: Executions,
): () => Promise<void> {
  let lastBeat = performance.now();
  return async () => {
    if (!(await sayAlive(prisma, workerId))) await register();
    const claims = executions.claims();
    executions.heed(claims, await beat(prisma, claims));
    // After a pause of the database or of this process, others get the time to say that they live.
    const recent = performance.now() - lastBeat < leaseMs;
    lastBeat = performance.now();
    if (recent) await reapDeadWorkers(prisma, leaseMs);
  };
}
