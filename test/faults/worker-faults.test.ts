import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { childOf, gone } from '../testkit/processes';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;
beforeEach(async () => {
  bench = await openJobBench();
});
afterEach(() => bench.close());

const started = (id: string) =>
  waitFor('the run to report progress', async () => (await bench.run(id)).progress !== null);
const slow = (steps: number) => bench.submit({ kind: 'slow', params: { steps, milliseconds: 50 } });

describe('a computation that is stopped from outside', () => {
  test('by SIGTERM is tried again: nobody cancelled the run', async () => {
    const worker = await bench.worker();
    const { id } = await slow(40);
    await started(id);
    process.kill(await childOf(worker.pid), 'SIGTERM');
    const ended = await bench.reached(id, 'SUCCEEDED');
    expect(ended).toMatchObject({ attempt: 2, brokenAttempts: 1 });
    expect(await bench.verify()).toEqual([]);
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

  test('while it computed does not give its late result, and its child ends', async () => {
    const paused = await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { id } = await slow(60);
    await started(id);
    const child = await childOf(paused.pid);
    paused.kill('SIGSTOP');
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    await waitFor('another worker to take over', async () => (await bench.run(id)).attempt === 2);
    paused.kill('SIGCONT');
    await gone(child, 10_000);
    const ended = await bench.reached(id, 'SUCCEEDED');
    expect(ended).toMatchObject({ attempt: 2, lostAttempts: 1 });
    await waitFor('the paused worker to notice', () => paused.output().includes('taken over by another'));
    expect(await bench.verify()).toEqual([]);
  });

  test('between taking and claiming does not claim what was offered to somebody else', async () => {
    const paused = await bench.worker({ FIDUCIAL_FAILPOINTS: 'afterTake=pause', WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'sum', params: { value: 5 } });
    await waitFor('the job to be taken', async () => {
      const jobs = await bench.prisma.$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE state = 'active'`;
      return jobs.length === 1;
    });
    await bench.prisma.$executeRaw`UPDATE pgboss.job SET expire_seconds = 1 WHERE state = 'active'`;
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    await bench.reached(id, 'SUCCEEDED');
    paused.kill('SIGCONT');
    const next = await bench.submit({ kind: 'sum', params: { value: 6 } });
    await bench.reached(next.id, 'SUCCEEDED');
    expect(await bench.run(id)).toMatchObject({ attempt: 1, lostAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a worker that is told to stop', () => {
  test.each([1, 2, 5])('%i times gives its run back without spending an attempt', async (times) => {
    const worker = await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { id } = await slow(100);
    await started(id);
    for (let time = 0; time < times; time++) {
      worker.kill('SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await worker.exited).toBe(0);
    expect(await bench.run(id)).toMatchObject({
      status: 'QUEUED',
      ...{ lostAttempts: 0, memoryAttempts: 0, brokenAttempts: 0 },
    });
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a long computation', () => {
  /** The digest that an uninterrupted run has: sha256 over the pieces, as the task writes them. */
  const expected = (seed: number) =>
    sha256(Array.from({ length: 60 }, (_, first) => sha256(`${seed} ${first}`)).join('\n'));
  const digestOf = async (runId: string) =>
    (await bench.prisma.runArtifact.findFirstOrThrow({ where: { runId } })).digest;
  const half = (id: string) =>
    waitFor('half of it', async () => {
      const { progress } = await bench.run(id);
      return ((progress as { done?: number } | null)?.done ?? 0) > 25;
    });
  const request = (seed: number) => ({ kind: 'pieces', params: { pieces: 60, milliseconds: 50 }, seed });

  test('goes on where its worker stopped it, and ends with the same bits', async () => {
    const { id } = await bench.submit(request(1));
    const worker = await bench.worker({ WORKER_CONCURRENCY: '1' });
    await half(id);
    worker.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { results, attempt } = await bench.reached(id, 'SUCCEEDED');
    expect(attempt).toBe(2);
    // A checkpoint comes every ten seconds: what was kept was kept when it was told to stop.
    expect((results as { computed: number }).computed).toBeLessThan(60);
    expect(await digestOf(id)).toBe(expected(1));
    expect(await bench.verify()).toEqual([]);
  });

  test('goes on where it was when its worker was killed, and when its child was', async () => {
    const { id } = await bench.submit(request(2));
    const often = { WORKER_CONCURRENCY: '1', FIDUCIAL_CHECKPOINT_SECONDS: '0.2' };
    const worker = await bench.worker(often);
    await half(id);
    worker.kill('SIGKILL');
    const next = await bench.worker(often);
    await waitFor('a second attempt', async () => {
      const run = await bench.run(id);
      return run.attempt === 2 && run.progress !== null;
    });
    process.kill(await childOf(next.pid), 'SIGKILL');
    const { results, attempt } = await bench.reached(id, 'SUCCEEDED');
    expect(attempt).toBe(3);
    expect((results as { computed: number }).computed).toBeLessThan(45);
    expect(await digestOf(id)).toBe(expected(2));
    expect(await bench.verify()).toEqual([]);
  });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
