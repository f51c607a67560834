import type { Random } from '@fiducial/core/tensors';
import type { JobBench } from '../testkit/job-bench';
import type { WorkerProcess } from '../testkit/worker-process';

/** The workers of a chaos run: two that are well, and those that something is done to. */
export interface Workers {
  /** Starts what is missing. */
  fill(): Promise<void>;
  start(variables: Readonly<Record<string, string>>): Promise<void>;
  pids(): number[];
  signal(random: Random, signal: NodeJS.Signals): void;
  /** Stops a worker's clock for a while. */
  pause(random: Random, milliseconds: number): void;
  /** The line in which some worker logged an error, by the id that its run names. */
  logLine(id: string): string | undefined;
  /** Wakes all, ends those that are to fail, and leaves two that are well. */
  calm(): Promise<void>;
}

const wanted = 2;

/** No workers yet. */
export function openWorkers(bench: JobBench): Workers {
  let alive: WorkerProcess[] = [];
  const doomed = new Set<WorkerProcess>();
  const started: WorkerProcess[] = [];
  const start = async (variables: Readonly<Record<string, string>>, fails: boolean) => {
    const worker = await bench
      .worker({ FIDUCIAL_CHECKPOINT_SECONDS: '0.5', ...variables })
      // The database may be away just now, or a failpoint ends it at once.
      .catch(() => undefined);
    if (!worker) return;
    alive.push(worker);
    started.push(worker);
    if (fails) doomed.add(worker);
    void worker.exited.then(() => {
      alive = alive.filter((other) => other !== worker);
    });
  };
  const any = (random: Random) => alive[random.integer(Math.max(1, alive.length))];
  const fill = async () => {
    while (alive.filter((worker) => !doomed.has(worker)).length < wanted) {
      const before = alive.length;
      await start({}, false);
      if (alive.length === before) break;
    }
  };
  return {
    fill,
    start: (variables) => start(variables, true),
    pids: () => alive.map(({ pid }) => pid),
    signal: (random, signal) => any(random)?.kill(signal),
    pause: (random, milliseconds) => {
      const worker = any(random);
      worker?.kill('SIGSTOP');
      setTimeout(() => worker?.kill('SIGCONT'), milliseconds);
    },
    logLine: (id) => {
      const lines = started.flatMap((worker) => worker.output().split('\n'));
      return lines.find((line) => line.includes(id));
    },
    calm: async () => {
      for (const worker of alive) worker.kill('SIGCONT');
      for (const worker of doomed) worker.kill('SIGKILL');
      await Promise.all([...doomed].map(({ exited }) => exited));
      await fill();
    },
  };
}
