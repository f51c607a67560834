import { requeueFailed } from '@fiducial/server/jobs/requeue-failed';
import { attemptsOf } from '@fiducial/server/run/run-attempt-types';
import { setRunPriority } from '@fiducial/server/run/run-priority';
import { submitRun } from '@fiducial/server/run/submit-run';
import { inTransaction } from '@fiducial/server/transaction';
import { ConflictError } from '@fiducial/server/user-error';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());
afterEach(() => bench.stopWorkers());

const requeue = (id: string) => inTransaction(bench.prisma, (tx) => requeueFailed(tx, { id }));
const attempts = async (id: string) =>
  attemptsOf(await bench.prisma.runEvent.findMany({ where: { runId: id }, orderBy: { seq: 'asc' } }));
const claims = async () => {
  const events = await bench.prisma.runEvent.findMany({ where: { type: 'claimed' }, orderBy: { at: 'asc' } });
  return events.map(({ runId }) => runId);
};

describe('a run whose worker was lost three times', () => {
  test('tells what happened in each attempt, and is queued again with those that had failed for its sake', async () => {
    const { id } = await bench.submit({ kind: 'sum', params: { value: 5 } });
    const consumer = await bench.submit({ kind: 'sum', params: { value: 1 }, inputs: { a: id } });
    const last = await bench.submit({ kind: 'sum', params: { value: 1 }, inputs: { a: consumer.id, b: id } });
    const other = await bench.submit({ kind: 'sum', params: { value: 6 } });
    const mixed = await bench.submit({ kind: 'sum', params: { value: 2 }, inputs: { a: id, b: other.id } });
    await bench.cancel(other.id);
    for (let lost = 0; lost < 3; lost++) {
      const doomed = await bench.worker({ FIDUCIAL_FAILPOINTS: 'beforeChild=kill', WORKER_CONCURRENCY: '1' });
      expect(await doomed.exited).toBe('SIGKILL');
    }
    await bench.worker();
    await bench.reached(id, 'FAILED');
    await bench.reached(last.id, 'FAILED');
    const told = await attempts(id);
    expect(told.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'WORKER_LOST'],
      [2, 'WORKER_LOST'],
      [3, 'FAILED'],
    ]);
    expect(told[0]?.message).toContain('not heard of any more');
    expect(told[2]?.message).toContain('lost 3 times');
    expect(new Set(told.map(({ workerId }) => workerId)).size).toBe(3);

    await requeue(id);
    await bench.reached(last.id, 'SUCCEEDED');
    expect(await bench.run(id)).toMatchObject({
      status: 'SUCCEEDED',
      attempt: 4,
      lostAttempts: 0,
      failure: null,
    });
    expect((await bench.run(last.id)).results).toEqual({ sum: 12 });
    // Its other input had been cancelled: it would never be released.
    expect(await bench.run(mixed.id)).toMatchObject({ status: 'FAILED', failure: { code: 'INPUT_FAILED' } });
    expect((await attempts(id)).at(-1)).toMatchObject({ number: 4, outcome: 'SUCCEEDED' });
    expect(await bench.verify()).toEqual([]);
  });

  test('goes on from its checkpoints when it is queued again within a week', async () => {
    const often = { WORKER_CONCURRENCY: '1', FIDUCIAL_CHECKPOINT_SECONDS: '0' };
    const { id } = await bench.submit({ kind: 'pieces', params: { pieces: 20, milliseconds: 30 } });
    for (let lost = 0; lost < 3; lost++) {
      const doomed = await bench.worker({ ...often, FIDUCIAL_FAILPOINTS: 'afterStaging=kill' });
      expect(await doomed.exited).toBe('SIGKILL');
    }
    await bench.worker(often);
    await bench.reached(id, 'FAILED');
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
    await requeue(id);
    const run = await bench.reached(id, 'SUCCEEDED');
    expect(run).toMatchObject({ attempt: 4, results: { computed: 0 } });
    expect(await bench.verify()).toEqual([]);
  });

  test('keeps its checkpoints no longer than that', async () => {
    const { id } = await bench.submit({ kind: 'pieces', params: { pieces: 21, milliseconds: 30 } });
    const often = { WORKER_CONCURRENCY: '1', FIDUCIAL_CHECKPOINT_SECONDS: '0' };
    for (let lost = 0; lost < 3; lost++)
      await (await bench.worker({ ...often, FIDUCIAL_FAILPOINTS: 'afterStaging=kill' })).exited;
    await bench.worker(often);
    const { finishedAt } = await bench.reached(id, 'FAILED');
    await bench.collectGarbage();
    const eightDays = 8 * 86_400_000;
    const longAgo = new Date((finishedAt?.getTime() ?? 0) - eightDays);
    await bench.prisma.run.update({ where: { id }, data: { finishedAt: longAgo } });
    expect(await bench.verify()).toEqual([
      expect.stringMatching(/^files: .*checkpoints that nobody will use/),
    ]);
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
  });

  test('is not queued again twice, nor one that would fail again, nor one that succeeded', async () => {
    await bench.worker();
    const bad = await bench.submit({ kind: 'failing', params: { how: 'core' } });
    await bench.reached(bad.id, 'FAILED');
    await expect(requeue(bad.id)).rejects.toThrow(/failed with SHAPE and would again/);
    const good = await bench.submit({ kind: 'sum', params: { value: 123 } });
    await bench.reached(good.id, 'SUCCEEDED');
    await expect(requeue(good.id)).rejects.toThrow(ConflictError);
    expect(await bench.run(good.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a run that ran out of memory', () => {
  test('is tried once more with a quarter of a batch, says so, and is taken over by no other run', async () => {
    await bench.worker({ FIDUCIAL_CHILD_MEMORY_MB: '450', WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'batch', params: {} });
    const run = await bench.reached(id, 'SUCCEEDED', 40_000);
    expect(run).toMatchObject({
      attempt: 2,
      memoryAttempts: 1,
      smallerBatches: true,
      results: { share: 0.25 },
    });
    expect((await attempts(id)).map(({ outcome }) => outcome)).toEqual(['OUT_OF_MEMORY', 'SUCCEEDED']);
    await bench.stopWorkers();
    await bench.worker();
    const equal = await bench.submit({ kind: 'batch', params: {} });
    expect(await bench.reached(equal.id, 'SUCCEEDED', 20_000)).toMatchObject({
      reusedFromRunId: null,
      smallerBatches: false,
      results: { share: 1 },
    });
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a run that ran out of memory twice', () => {
  test('and is queued again still says that batches were smaller: its checkpoints may hold such', async () => {
    const worker = await bench.worker({ FIDUCIAL_CHILD_MEMORY_MB: '150', WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'batch', params: { salt: 2 } });
    await bench.reached(id, 'FAILED', 40_000);
    worker.kill('SIGTERM');
    await worker.exited;
    await requeue(id);
    await bench.worker();
    const run = await bench.reached(id, 'SUCCEEDED', 20_000);
    expect(run).toMatchObject({ attempt: 3, smallerBatches: true, results: { share: 1 } });
  });
});

describe('the priority of a queued run', () => {
  test('moves it among those of its team, and never before the turn of another', async () => {
    const { prisma } = bench;
    const team = await prisma.team.create({ data: { slug: 'other', name: 'Other' } });
    const { id: projectId } = await prisma.project.create({
      data: { teamId: team.id, slug: 'p', name: 'P' },
    });
    const ours: string[] = [];
    for (let value = 1000; value < 1006; value++)
      ours.push((await bench.submit({ kind: 'sum', params: { value } })).id);
    const waits = await bench.submit({ kind: 'sum', params: { value: 1 }, inputs: { a: ours[5] ?? '' } });
    const set = (id: string, priority: -1 | 0 | 1) =>
      inTransaction(prisma, (tx) => setRunPriority(tx, { id }, priority));
    expect(await set(ours[0] ?? '', -1)).toBe(0);
    await set(ours[4] ?? '', 1);
    await set(ours[5] ?? '', 1);
    await set(waits.id, 1);
    const theirs = await inTransaction(prisma, (tx) =>
      submitRun(tx, { projectId, kind: 'sum', title: 'theirs', params: { value: 2000 }, priority: -1 }),
    );
    const before = (await claims()).length;
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    await bench.reached(ours[0] ?? '', 'SUCCEEDED');
    const order = (await claims()).slice(before);
    expect(order.indexOf(theirs.id)).toBeLessThanOrEqual(1);
    const [, first, second, third] = ours;
    expect(order.filter((id) => id !== theirs.id)).toEqual([
      ...[ours[4], ours[5], waits.id],
      ...[first, second, third, ours[0]],
    ]);
    await expect(set(ours[0] ?? '', 1)).rejects.toThrow(
      /expected a run that waits or is queued, got one that is succeeded/,
    );
    expect(await bench.verify()).toEqual([]);
  });
});
