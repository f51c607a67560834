import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;

beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

/** Process numbers of the children of a process. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}

describe('a computation that is stopped from outside', () => {
  test('by SIGTERM is tried again: nobody cancelled the run', async () => {
    const worker = await bench.worker();
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 20, milliseconds: 100 } });
    const [child] = await waitFor('a child to compute', async () => {
      const { progress } = await bench.run(id);
      const children = await childrenOf(worker.pid);
      return progress !== null && children.length > 0 && children;
    });
    process.kill(child ?? 0, 'SIGTERM');
    const ended = await bench.reached(id, 'SUCCEEDED');
    expect(ended).toMatchObject({ attempt: 2, brokenAttempts: 1 });
    worker.kill('SIGKILL');
    await worker.exited;
  });
});

describe('a worker that was paused until it was forgotten', () => {
  test('takes runs again when it goes on', async () => {
    const paused = await bench.worker();
    const [row] = await bench.prisma.worker.findMany({ where: { pid: paused.pid } });
    const other = await bench.worker();
    paused.kill('SIGSTOP');
    await waitFor('the paused worker to be forgotten', async () => {
      return (await bench.prisma.worker.count({ where: { id: row?.id ?? '' } })) === 0;
    });
    other.kill('SIGKILL');
    await other.exited;
    paused.kill('SIGCONT');
    const { id } = await bench.submit({ kind: 'sum', params: { value: 7 } });
    const ended = await bench.reached(id, 'SUCCEEDED', 20_000);
    expect(ended.results).toEqual({ sum: 7 });
    expect(paused.output()).not.toContain('no run could be taken');
  });
});
