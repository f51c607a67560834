import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { openTcpProxy, type TcpProxy } from '../testkit/tcp-proxy';
import { waitFor } from '../testkit/wait-for';
import type { WorkerProcess } from '../testkit/worker-process';

/** What is between a worker and its database: slow, cut off, or silent. */
let bench: JobBench;
let proxy: TcpProxy;
let throughProxy: string;

beforeAll(async () => {
  bench = await openJobBench();
  const address = new URL(bench.url);
  proxy = await openTcpProxy({ host: address.hostname, port: Number(address.port) });
  address.host = `127.0.0.1:${proxy.port}`;
  throughProxy = address.href;
});
afterAll(async () => {
  await bench.close();
  await proxy.close();
});

let seed = 0;
const slow = (steps: number) =>
  bench.submit({ kind: 'slow', params: { steps, milliseconds: 50 }, seed: seed++ });
const farWorker = (variables: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> =>
  bench.worker({ DATABASE_URL: throughProxy, ...variables });

/** Runs that a worker has begun, by its log. */
const takenBy = (worker: WorkerProcess) => worker.output().split('started: ').length - 1;

describe('a connection to the database', () => {
  test('that takes 50 ms each way costs time and no attempt', async () => {
    proxy.delay(50);
    await farWorker({ FIDUCIAL_LEASE_SECONDS: '10' });
    const runs = await Promise.all([slow(20), slow(20), slow(20)]);
    for (const { id } of runs)
      expect(await bench.reached(id, 'SUCCEEDED', 60_000)).toMatchObject({ attempt: 1, lostAttempts: 0 });
    proxy.delay(0);
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  }, 120_000);

  test('that is cut every 300 ms loses no run and doubles none', async () => {
    await farWorker({ FIDUCIAL_LEASE_SECONDS: '10' });
    const cutting = setInterval(() => proxy.cut(), 300);
    const runs = await Promise.all(Array.from({ length: 6 }, () => slow(20)));
    await sleep(6000);
    clearInterval(cutting);
    for (const { id } of runs) await bench.reached(id, 'SUCCEEDED', 60_000);
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  }, 120_000);

  test('that is silent for longer than the lease gives the run to another worker, and the first one lets go', async () => {
    const far = await farWorker({ FIDUCIAL_DATABASE_SILENT_SECONDS: '4' });
    const { id } = await slow(200);
    await waitFor('progress', async () => (await bench.run(id)).progress !== null);
    proxy.freeze();
    proxy.refuse(true);
    await bench.worker();
    const taken = await waitFor('another worker to take it', async () => {
      const run = await bench.run(id);
      return run.attempt === 2 && run;
    });
    expect(taken.lostAttempts).toBe(1);
    const takenBefore = takenBy(far);
    // Nothing tells the first worker that its connections are dead: it finds out by itself, and makes new ones.
    proxy.refuse(false);
    expect(await bench.reached(id, 'SUCCEEDED', 60_000)).toMatchObject({ attempt: 2 });
    await waitFor(
      'the first worker to take runs again',
      async () => {
        // More than the other one takes at once.
        const more = await Promise.all(Array.from({ length: 6 }, () => slow(10)));
        for (const run of more) await bench.reached(run.id, 'SUCCEEDED');
        return takenBy(far) > takenBefore;
      },
      60_000,
    );
    await waitFor(
      'the first worker to let go',
      () => /the run was taken over by another worker/.test(far.output()),
      60_000,
    );
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  }, 240_000);
});
