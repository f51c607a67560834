import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** Share of the machine's processors that others use while this process waits for two seconds: 0 to 1. */
export async function busyShare(): Promise<number> {
  const before = spent();
  await setTimeout(2000);
  const after = spent();
  return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
}

function spent(): { idle: number; all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += Object.values(times).reduce((sum, time) => sum + time, 0);
  }
  return { idle, all };
}
