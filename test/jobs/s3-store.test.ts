import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLocalOwner } from '@fiducial/server/account/local-owner';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import type { ArtifactStore } from '@fiducial/server/artifact/store';
import { readEnv } from '@fiducial/server/env';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApiProcess } from '../testkit/api-process';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { type S3Server, startS3Server } from '../testkit/s3-server';
import { waitFor } from '../testkit/wait-for';

let server: S3Server;
let bench: JobBench;
let hosts: string[];
/** The store as a third machine sees it. */
let store: ArtifactStore;

const onHost = (host: string) => ({ ...server.variables, FIDUCIAL_DATA: host, WORKER_CONCURRENCY: '1' });

beforeAll(async () => {
  server = await startS3Server();
  hosts = await Promise.all(['a', 'b', 'c'].map((name) => mkdtemp(join(tmpdir(), `fiducial-host-${name}-`))));
  // As any process: the SDK takes its credentials from the environment.
  Object.assign(process.env, server.variables);
  store = await openArtifactStore(readEnv({ ...server.variables, FIDUCIAL_DATA: hosts[2] }));
  bench = await openJobBench({ store });
}, 240_000);
afterAll(async () => {
  await bench?.close();
  await server?.stop();
  await Promise.all((hosts ?? []).map((host) => rm(host, { recursive: true, force: true })));
});

afterEach(() => bench.stopWorkers());

async function digestOf(runId: string): Promise<string> {
  return (await bench.prisma.runArtifact.findFirstOrThrow({ where: { runId } })).digest;
}

async function flip(digest: string): Promise<() => Promise<void>> {
  const file = server.objectFile(digest);
  const whole = await readFile(file);
  const flipped = Buffer.from(whole);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  await writeFile(file, flipped);
  return () => writeFile(file, whole);
}

/** A run on the first host, and then only the second works. */
async function madeOnFirstHost(value: number): Promise<string> {
  await bench.worker(onHost(hosts[0] ?? ''));
  const { id } = await bench.submit({ kind: 'sum', params: { value } });
  await bench.reached(id, 'SUCCEEDED');
  await bench.stopWorkers();
  await bench.worker(onHost(hosts[1] ?? ''));
  return id;
}

describe('a store in an S3 bucket', () => {
  test('gives workers on one host what those on another made, and nothing is left in staging', async () => {
    const made = await madeOnFirstHost(5);
    const reader = await bench.submit({ kind: 'sum', params: {}, inputs: { a: made } });
    const read = await bench.reached(reader.id, 'SUCCEEDED');
    expect(read.results).toEqual({ sum: 6 });
    expect(await readFile(server.objectFile(await digestOf(made)))).toHaveLength(8);
    // A worker clears the staging of a run just after it has ended, and before it stops.
    await bench.stopWorkers();
    for (const host of hosts.slice(0, 2))
      expect(await readdir(join(host, 'artifacts-cache', 'staging', 'runs'))).toEqual([]);
    expect(await bench.verify()).toEqual([]);
  });

  test('tells a flipped bit by the digest, to a run and to verify, and is mended by the run that made it', async () => {
    const made = await madeOnFirstHost(7);
    await flip(await digestOf(made));
    expect(await bench.verify()).toEqual([
      expect.stringMatching(/^artifacts: .* is damaged: its bytes have/),
    ]);
    const reader = await bench.submit({ kind: 'sum', params: {}, inputs: { a: made } });
    expect(await bench.reached(reader.id, 'FAILED')).toMatchObject({ failure: { code: 'ARTIFACT_DAMAGED' } });
    const again = await bench.submit({ kind: 'sum', params: { value: 7 } });
    expect(await bench.reached(again.id, 'SUCCEEDED')).toMatchObject({ reusedFromRunId: null });
    expect(await bench.verify()).toEqual([]);
  });

  test('is missed by verify when an object is gone, and garbage collection removes what nothing names', async () => {
    const made = await madeOnFirstHost(9);
    const digest = await digestOf(made);
    const whole = await readFile(server.objectFile(digest));
    await rm(server.objectFile(digest));
    expect(await bench.verify()).toEqual([expect.stringMatching(/^artifacts: .*not in the bucket/)]);
    await store.put(whole);
    const stray = await store.put(Buffer.from('stray'));
    expect(await bench.verify()).toEqual([expect.stringMatching(/^files: .*without a record/)]);
    await collectGarbage({ prisma: bench.prisma, store, quietMs: 0 });
    expect(await store.has(stray.digest)).toBe(false);
    await bench.prisma.run.delete({ where: { id: made } });
    await bench.collectGarbage();
    await bench.prisma
      .$executeRaw`UPDATE "Artifact" SET "unreferencedSince" = '2001-01-01' WHERE digest = ${digest}`;
    await bench.collectGarbage();
    expect(await store.has(digest)).toBe(false);
    expect(await bench.verify()).toEqual([]);
  });

  test('lets another host go on from checkpoints of one that is lost, and keeps none when the run has ended', async () => {
    const onFirst = await bench.worker({ ...onHost(hosts[0] ?? ''), FIDUCIAL_CHECKPOINT_SECONDS: '0' });
    const { id } = await bench.submit({ kind: 'pieces', params: { pieces: 40, milliseconds: 200 } });
    const whole = await bench.submit({ kind: 'pieces', params: { pieces: 40, milliseconds: 1 } });
    await waitFor('checkpoints in the bucket', async () => (await store.sharedCheckpointRuns()).includes(id));
    // Another look later, more has been shared.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    onFirst.kill('SIGKILL');
    await onFirst.exited;
    await rm(join(hosts[0] ?? '', 'artifacts-cache'), { recursive: true, force: true });
    await bench.worker({ ...onHost(hosts[1] ?? ''), FIDUCIAL_CHECKPOINT_SECONDS: '0' });
    const run = await bench.reached(id, 'SUCCEEDED', 40_000);
    const { computed } = run.results as { computed: number };
    expect(run.attempt).toBe(2);
    expect(computed).toBeGreaterThan(0);
    expect(computed).toBeLessThan(35);
    await bench.reached(whole.id, 'SUCCEEDED');
    expect(await digestOf(id)).toBe(await digestOf(whole.id));
    await bench.stopWorkers();
    expect(await store.sharedCheckpointRuns()).toEqual([]);
    expect(await bench.verify()).toEqual([]);
  });

  test('lets another host go on from what a worker that is stopped keeps last, but for what is damaged', async () => {
    const params = { pieces: 40, milliseconds: 100 };
    const { id } = await bench.submit({ kind: 'pieces', params, seed: 8 });
    const whole = await bench.submit({ kind: 'pieces', params: { ...params, milliseconds: 1 }, seed: 8 });
    const half = () =>
      waitFor('half of it', async () => {
        const { progress } = await bench.run(id);
        return ((progress as { done?: number } | null)?.done ?? 0) > 15;
      });
    // A checkpoint comes every ten seconds: there is none but that of the end.
    await bench.worker(onHost(hosts[0] ?? ''));
    await half();
    await bench.stopWorkers();
    expect(await store.sharedCheckpointRuns()).toContain(id);
    expect(await bench.verify()).toEqual([]);
    await bench.worker(onHost(hosts[1] ?? ''));
    await waitFor('the second attempt', async () => {
      const { attempt, progress } = await bench.run(id);
      return attempt === 2 && ((progress as { done?: number } | null)?.done ?? 0) > 25;
    });
    await bench.stopWorkers();
    const kept = await server.filesBelow(`checkpoints/${id}`);
    expect(kept.map((file) => file.slice(-4))).toEqual(['.0.1', '.1.2']);
    const last = kept[1] ?? '';
    const bytes = await readFile(last);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(last, bytes);
    // A third machine, which has only what lies in the bucket.
    await bench.worker(onHost(hosts[2] ?? ''));
    const { results, attempt } = await bench.reached(id, 'SUCCEEDED');
    expect(attempt).toBe(3);
    const { computed } = results as { computed: number };
    expect(computed).toBeGreaterThan(15);
    expect(computed).toBeLessThan(26);
    await bench.reached(whole.id, 'SUCCEEDED');
    expect(await digestOf(id)).toBe(await digestOf(whole.id));
    await bench.stopWorkers();
    expect(await server.filesBelow('checkpoints')).toEqual([]);
  });

  test('collects checkpoints of runs that have ended, which a worker left that died just then', async () => {
    const { id } = await bench.submit({ kind: 'pieces', params: { pieces: 30, milliseconds: 60 }, seed: 9 });
    const often = { ...onHost(hosts[0] ?? ''), FIDUCIAL_CHECKPOINT_SECONDS: '0' };
    const worker = await bench.worker(often);
    await waitFor('a checkpoint', async () => (await store.sharedCheckpointRuns()).includes(id));
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
    worker.kill('SIGKILL');
    await worker.exited;
    const left = await store.checkpoints(id, 'f'.repeat(64));
    await mkdir(left.path, { recursive: true });
    await writeFile(join(left.path, `${'a'.repeat(32)}.0.1`), 'as a worker leaves it that dies here');
    await left.share(AbortSignal.timeout(5000));
    expect(await bench.verify()).toEqual([
      expect.stringMatching(/^files: staging of run .*that nobody will use/),
      expect.stringMatching(/^files: staging of run .*in the bucket that nobody will use/),
    ]);
    await bench.collectGarbage();
    expect(await store.sharedCheckpointRuns()).toEqual([]);
    expect(await bench.verify()).toEqual([]);
  });

  test('takes files of many parts', async () => {
    const bytes = Buffer.alloc((64 << 20) + 5, 'many parts');
    const stored = await store.put(bytes);
    await store.check(stored);
    expect(await store.size(stored.digest)).toBe(bytes.length);
    await store.remove(stored.digest);
  });

  test('is downloaded through the API, and the API is not ready without it', async () => {
    const { teamId } = await ensureLocalOwner(bench.prisma);
    await bench.prisma.project.update({ where: { id: bench.projectId }, data: { teamId } });
    const api = await startApiProcess({ DATABASE_URL: bench.url, ...onHost(hosts[1] ?? '') });
    try {
      const made = await madeOnFirstHost(11);
      const answer = await fetch(`${api.address}/files/${made}/sum`);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).readDoubleLE(0)).toBe(11);
      expect((await fetch(`${api.address}/readyz`)).status).toBe(200);
      await server.stop();
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(await (await fetch(`${api.address}/readyz`)).json()).toMatchObject({
        status: 'not ready',
        checks: expect.arrayContaining([expect.objectContaining({ name: 'store', ready: false })]),
      });
    } finally {
      await api.stop();
    }
  });
});
