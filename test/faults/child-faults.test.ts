import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { childOf, gone } from '../testkit/processes';
import { waitFor } from '../testkit/wait-for';
import type { WorkerProcess } from '../testkit/worker-process';

let bench: JobBench;
let worker: WorkerProcess;
beforeAll(async () => {
  bench = await openJobBench();
  worker = await bench.worker({ WORKER_CONCURRENCY: '1', FIDUCIAL_CHILD_MEMORY_MB: '400' });
});
afterAll(() => bench.close());

const started = (id: string) =>
  waitFor('the run to report progress', async () => (await bench.run(id)).progress !== null);

describe('a child', () => {
  test('that is killed is computed once more', async () => {
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 30, milliseconds: 50 } });
    await started(id);
    process.kill(await childOf(worker.pid), 'SIGKILL');
    const run = await bench.reached(id, 'SUCCEEDED');
    expect(run).toMatchObject({ attempt: 2, memoryAttempts: 1, lostAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });

  test.each([
    ['process.exit', 'failing', { how: 'exit' }, 'INTERNAL', 1],
    ['a bug', 'failing', { how: 'bug' }, 'INTERNAL', 1],
    ['a number that is none at step 7', 'failing', { how: 'nan' }, 'NOT_A_NUMBER', 1],
    ['results that are none', 'failing', { how: 'results' }, 'INTERNAL', 1],
    ['more memory than it may have', 'hungry', {}, 'OUT_OF_MEMORY', 2],
  ])('that ends by %s fails with its reason', async (_, kind, params, code, attempts) => {
    const { id } = await bench.submit({ kind, params });
    const run = await bench.reached(id, 'FAILED', 40_000);
    expect(run).toMatchObject({ attempt: attempts, failure: { code } });
    expect(JSON.stringify(run.failure)).not.toMatch(/secret|\/etc/);
    expect(await bench.verify()).toEqual([]);
  });

  test('that never gives way is gone 10 s after its run was cancelled', async () => {
    const { id } = await bench.submit({ kind: 'endless', params: {} });
    await started(id);
    const child = await childOf(worker.pid);
    const asked = performance.now();
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
    expect(performance.now() - asked).toBeLessThan(10_000);
    await gone(child, 100);
    expect(await bench.verify()).toEqual([]);
  });

  test('that gives way is gone 2 s after its run was cancelled', async () => {
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 200, milliseconds: 50 } });
    await started(id);
    const child = await childOf(worker.pid);
    const asked = performance.now();
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
    expect(performance.now() - asked).toBeLessThan(2000);
    await gone(child, 100);
  });

  test('is not left alone: without its worker it ends, though it computes without a pause', async () => {
    worker.kill('SIGSTOP');
    const doomed = await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'endless', params: {} });
    await started(id);
    const child = await childOf(doomed.pid);
    doomed.kill('SIGKILL');
    await gone(child, 5000);
    worker.kill('SIGCONT');
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
    expect(await bench.verify()).toEqual([]);
  });
});
