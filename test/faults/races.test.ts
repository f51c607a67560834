import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterEach(() => bench.stopWorkers());
afterAll(() => bench.close());

describe('many at once', () => {
  test('50 identical submits make one run, and the same one for all', async () => {
    const request = { kind: 'sum', params: { value: 50 }, idempotencyKey: 'fifty' };
    const runs = await Promise.all(Array.from({ length: 50 }, () => bench.submit(request)));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    expect(await bench.prisma.run.count({ where: { idempotencyKey: 'fifty' } })).toBe(1);
    await expect(bench.submit({ ...request, params: { value: 51 } })).rejects.toThrow(/another request/);
    expect(await bench.verify()).toEqual([]);
  });

  test('two workers race for 20 runs, and each is computed once', async () => {
    await Promise.all([bench.worker(), bench.worker()]);
    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, value) => bench.submit({ kind: 'sum', params: { value: 100 + value } })),
    );
    for (const { id } of runs) await bench.reached(id, 'SUCCEEDED', 60_000);
    const rows = await bench.prisma.run.findMany({ where: { id: { in: runs.map(({ id }) => id) } } });
    expect(rows.map(({ attempt }) => attempt)).toEqual(rows.map(() => 1));
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a cancellation', () => {
  test('of a run that waits, and of one that is queued, takes effect at once', async () => {
    const first = await bench.submit({ kind: 'sum', params: { value: 200 } });
    const next = await bench.submit({ kind: 'sum', params: {}, inputs: { a: first.id } });
    const last = await bench.submit({ kind: 'sum', params: {}, inputs: { a: next.id } });
    expect(await bench.cancel(next.id)).toMatchObject({ status: 'CANCELLED' });
    expect(await bench.run(last.id)).toMatchObject({ status: 'FAILED', failure: { code: 'INPUT_FAILED' } });
    expect(await bench.cancel(first.id)).toMatchObject({ status: 'CANCELLED' });
    expect(await bench.verify()).toEqual([]);
  });

  // Each place waits two seconds, in which the cancellation comes.
  test.each([
    'afterClaim',
    'beforeChild',
    'childStart',
    'childOutput',
    'afterStaging',
    'afterAdopt',
  ] as const)('at %s ends the run, as cancelled where the child had not answered', async (place) => {
    await bench.worker({ WORKER_CONCURRENCY: '1', FIDUCIAL_FAILPOINTS: `${place}=wait` });
    const { id } = await bench.submit({ kind: 'files', params: { salt: `cancel ${place}` } });
    await bench.reached(id, 'RUNNING');
    await new Promise((resolve) => setTimeout(resolve, place.startsWith('after') ? 600 : 1200));
    await bench.cancel(id);
    const run = await waitFor('an end', async () => {
      const found = await bench.run(id);
      return found.finishedAt ? found : undefined;
    });
    // An answer that came before the child was stopped counts: then nobody was too late but the canceller.
    const answered = place === 'afterStaging' || place === 'afterAdopt';
    expect(run.status === 'CANCELLED' || (answered && run.status === 'SUCCEEDED')).toBe(true);
    await bench.stopWorkers();
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a run that is deleted while it is computed', () => {
  test('is let go by its worker, and leaves nothing', async () => {
    const worker = await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'slow', params: { steps: 400, milliseconds: 50 } });
    await waitFor('progress', async () => (await bench.run(id)).progress !== null);
    await bench.prisma.run.delete({ where: { id } });
    await waitFor('the worker to let go', () => worker.output().includes('taken over by another worker'));
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
  });
});
