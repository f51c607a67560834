import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@fiducial/core/tensors';
import { openGround } from '../testkit/fault-ground';
import type { JobBench } from '../testkit/job-bench';
import type { WorkerProcess } from '../testkit/worker-process';
import { type Aftermath, settle, unfinished } from './aftermath';
import { killChild } from './faults';

/** What came of it. */
export interface KillReport extends Aftermath {
  readonly seed: number;
  readonly seconds: number;
  readonly workersKilled: number;
  readonly childrenKilled: number;
  /** Resident memory of the worker that was spared, in MB, along the way. */
  readonly memory: readonly number[];
  /** What it grew by over a thousand runs, in MB: the slope of a line through the second half of them. */
  readonly memoryPerThousandRuns: number;
}

/** Runs that are on their way at once, at most. */
const mostUnfinished = 40;
const samples = 50;
/** More than this, in MB over a thousand runs, is a leak: hours of runs would fill a machine. */
const mostGrowth = 5;
/** Over fewer runs, when the heap happens to be cleared says more than any leak. */
const fewestForGrowth = 2000;

/**
 * Computes many short runs while workers and children are killed, evenly spread over them, half of each; one worker is spared,
 * though not its children, and its memory is looked at. Then everything settles and is verified.
 */
export async function killMany({
  runs,
  kills,
  seed,
}: {
  runs: number;
  kills: number;
  seed: number;
}): Promise<KillReport> {
  const random = seededRandom(seed);
  const began = performance.now();
  const ground = await openGround();
  const { bench } = ground;
  const spared = await bench.worker();
  let other = await bench.worker();
  const accepted = new Map<string, string>();
  const memory: number[] = [];
  const made = { workersKilled: 0, childrenKilled: 0 };
  for (let ended = 0; ended < runs; ) {
    ended = accepted.size - (await unfinished(bench));
    await submit(bench, accepted, Math.min(mostUnfinished, runs - ended) - (accepted.size - ended));
    if (ended >= (memory.length * runs) / samples) memory.push(await residentMb(spared));
    if (ended < ((made.workersKilled + made.childrenKilled) * runs) / kills) {
      await sleep(20);
      continue;
    }
    if (random.uniform() < 0.5) {
      other.kill('SIGKILL');
      await other.exited;
      other = await bench.worker();
      made.workersKilled += 1;
    } else if (await killAny([spared, other], random)) made.childrenKilled += 1;
  }
  const aftermath = await settle(bench, { accepted, logLine: lineOf([spared, other]) });
  await ground.close();
  const memoryPerThousandRuns = (1000 * slope(memory.slice(memory.length / 2))) / (runs / samples);
  const findings = [...aftermath.findings];
  if (runs >= fewestForGrowth && memoryPerThousandRuns > mostGrowth)
    findings.push(`memory: expected at most ${mostGrowth} MB a thousand runs, got ${memoryPerThousandRuns}`);
  const seconds = Math.round((performance.now() - began) / 1000);
  return { seed, seconds, ...made, memory, memoryPerThousandRuns, ...aftermath, findings };
}

async function submit(bench: JobBench, accepted: Map<string, string>, count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    const value = accepted.size;
    const idempotencyKey = `short ${value}`;
    const { id } = await bench.submit({ kind: 'sum', params: { value }, seed: value, idempotencyKey });
    accepted.set(idempotencyKey, id);
  }
}

const killAny = (workers: readonly WorkerProcess[], random: Random) =>
  killChild(
    workers.map(({ pid }) => pid),
    random,
  );

const lineOf = (workers: readonly WorkerProcess[]) => (id: string) =>
  workers.flatMap((worker) => worker.output().split('\n')).find((line) => line.includes(id));

async function residentMb({ pid }: WorkerProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** Slope of the line of least squares through values at 0, 1, 2, … */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let products = 0;
  let squares = 0;
  for (const [at, value] of values.entries()) {
    products += (at - middle) * (value - mean);
    squares += (at - middle) ** 2;
  }
  return products / squares;
}
