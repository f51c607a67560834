import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLocalOwner } from '@fiducial/server/account/local-owner';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import { readEnv } from '@fiducial/server/env';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { asking } from '../testkit/asking';
import { begin, stateOf } from '../testkit/begin-upload';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { openS3Front, type S3Front } from '../testkit/s3-front';
import { type S3Server, startS3Server } from '../testkit/s3-server';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let server: S3Server;
let front: S3Front;
let bench: JobBench;
let api: ApiProcess;
let folder: string;
let projectId: string;

/** Variables of one more machine, which has copies of nothing. */
async function machine(): Promise<Record<string, string>> {
  return {
    ...server.variables,
    FIDUCIAL_S3_ENDPOINT: front.address,
    FIDUCIAL_DATA: await mkdtemp(join(folder, 'machine-')),
    FIDUCIAL_CHECKPOINT_SECONDS: '0',
    WORKER_CONCURRENCY: '4',
  };
}

beforeAll(async () => {
  server = await startS3Server();
  front = await openS3Front(server.variables.FIDUCIAL_S3_ENDPOINT ?? '');
  // As any process: the SDK takes its credentials from the environment.
  Object.assign(process.env, server.variables);
  folder = await mkdtemp(join(tmpdir(), 'fiducial-bucket-faults-'));
  // Past the front, and with no fault: what is looked at is what came of it.
  const store = await openArtifactStore(
    readEnv({ ...server.variables, FIDUCIAL_DATA: join(folder, 'bench') }),
  );
  bench = await openJobBench({ store });
  const { teamId } = await ensureLocalOwner(bench.prisma);
  await bench.prisma.project.update({ where: { id: bench.projectId }, data: { teamId } });
  api = await startApiProcess({ ...(await machine()), DATABASE_URL: bench.url });
  projectId = await createProject(asking(api.address));
}, 240_000);
afterEach(async () => {
  front.become('open');
  await server.start();
  await bench.stopWorkers();
});
afterAll(async () => {
  await bench?.close();
  await api?.kill();
  await front?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An answer of the API, and how long it took. */
async function answered(ask: () => Promise<Response>) {
  const begun = performance.now();
  const answer = await ask();
  const text = await answer.text();
  return { status: answer.status, text, ms: performance.now() - begun };
}

const ready = async () => (await fetch(`${api.address}/readyz`)).status;

const faults = [
  { name: 'is killed', begin: () => server.kill(), end: () => server.start() },
  {
    name: 'takes requests and never answers',
    begin: async () => front.become('silent'),
    end: async () => front.become('open'),
  },
  {
    name: 'has too much to do (503 SlowDown)',
    begin: async () => front.become('busy'),
    end: async () => front.become('open'),
  },
  {
    name: 'answers 500',
    begin: async () => front.become('broken'),
    end: async () => front.become('open'),
  },
] as const;

describe('the server of the bucket', () => {
  test.each(faults)(
    '$name while runs read, write and keep checkpoints: none fails, and the API says so',
    async (fault) => {
      const salt = fault.name;
      await bench.worker(await machine());
      const base = await bench.submit({ kind: 'sum', params: { value: salt.length } });
      await bench.reached(base.id, 'SUCCEEDED');
      await bench.stopWorkers();
      // Another machine has no copy of it.
      await bench.worker(await machine());
      const seed = salt.length;
      const keeping = await bench.submit({ kind: 'pieces', params: { pieces: 20, milliseconds: 80 }, seed });
      const writing = await bench.submit({ kind: 'files', params: { files: 10, salt, milliseconds: 200 } });
      await bench.reached(keeping.id, 'RUNNING');
      await bench.reached(writing.id, 'RUNNING');
      const asked = asking(api.address);
      const bytes = randomBytes(2000);
      const begun = await begin(asked, { projectId, bytes });
      await fault.begin();
      const reading = await bench.submit({ kind: 'sum', params: {}, inputs: { a: base.id } });
      const file = () => answered(() => fetch(`${api.address}/files/${base.id}/sum`));
      const upload = () =>
        answered(() => fetch(`${api.address}${begun.url}`, { method: 'PUT', body: new Uint8Array(bytes) }));
      const [download, sent] = await Promise.all([file(), upload()]);
      for (const { status, text, ms } of [download, sent]) {
        expect(text).toContain('The store of files does not answer; nothing is lost');
        expect(text).toContain('"code":"UNAVAILABLE"');
        expect(status).toBe(503);
        expect(ms).toBeLessThan(10_000);
      }
      await waitFor('the API not to be ready', async () => (await ready()) === 503);
      await waitFor(
        'the reader to have been claimed',
        async () => (await bench.run(reading.id)).attempt === 1,
      );
      for (const { id } of [keeping, writing, reading]) expect((await bench.run(id)).status).toBe('RUNNING');
      await fault.end();
      // In the first attempt: nothing was computed twice for it, and no try was spent.
      for (const { id } of [keeping, writing, reading])
        expect(await bench.reached(id, 'SUCCEEDED', 40_000)).toMatchObject({ attempt: 1, brokenAttempts: 0 });
      await waitFor('the API to be ready', async () => (await ready()) === 200);
      expect((await file()).status).toBe(200);
      await waitFor('the upload to be ready', async () => (await stateOf(asked, begun)).state === 'READY');
      await bench.stopWorkers();
      expect(await bench.verify()).toEqual([]);
    },
    90_000,
  );

  test('is silent: a run that waits for it is cancelled, one is given back, and no other is taken', async () => {
    await bench.worker(await machine());
    const base = await bench.submit({ kind: 'sum', params: { value: 77 } });
    await bench.reached(base.id, 'SUCCEEDED');
    await bench.stopWorkers();
    const worker = await bench.worker(await machine());
    front.become('silent');
    const submit = (value: number) =>
      bench.submit({ kind: 'sum', params: { value }, inputs: { a: base.id } });
    const [cancelled, given] = [await submit(1), await submit(2)];
    for (const { id } of [cancelled, given]) await bench.reached(id, 'RUNNING');
    await waitFor('the worker to notice', () => worker.output().includes('the store is away'));
    const later = await submit(3);
    const begun = performance.now();
    await bench.cancel(cancelled.id);
    await bench.reached(cancelled.id, 'CANCELLED');
    expect(performance.now() - begun).toBeLessThan(10_000);
    worker.kill('SIGTERM');
    await worker.exited;
    expect(performance.now() - begun).toBeLessThan(25_000);
    expect(await bench.run(given.id)).toMatchObject({
      status: 'QUEUED',
      attempt: 1,
      lostAttempts: 0,
      brokenAttempts: 0,
    });
    expect(await bench.run(later.id)).toMatchObject({ status: 'QUEUED', attempt: 0 });
    front.become('open');
    await bench.worker(await machine());
    for (const { id } of [given, later]) await bench.reached(id, 'SUCCEEDED');
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  }, 90_000);

  test('does not let one worker in: the run is tried again, and another worker computes it', async () => {
    await bench.worker(await machine());
    const base = await bench.submit({ kind: 'sum', params: { value: 78 } });
    await bench.reached(base.id, 'SUCCEEDED');
    await bench.stopWorkers();
    await bench.worker({ ...(await machine()), AWS_SECRET_ACCESS_KEY: 'a-key-of-somebody-else' });
    const { id } = await bench.submit({ kind: 'sum', params: { value: 4 }, inputs: { a: base.id } });
    await waitFor(
      'the worker to give it back',
      async () => (await bench.run(id)).brokenAttempts === 1,
      60_000,
    );
    const told = await bench.prisma.runEvent.findMany({ where: { runId: id }, select: { data: true } });
    expect(JSON.stringify(told)).toContain('STORE_REFUSED');
    await bench.stopWorkers();
    await bench.worker(await machine());
    await bench.reached(id, 'SUCCEEDED', 60_000);
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  }, 180_000);
});
