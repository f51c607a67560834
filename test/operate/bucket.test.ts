import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import { probeBucket } from '@fiducial/server/artifact/probe-bucket';
import { StoreRefusedError } from '@fiducial/server/artifact/store-away';
import { troubledBucket } from '@fiducial/server/doctor/examine-bucket';
import { readEnv } from '@fiducial/server/env';
import { verify } from '@fiducial/server/verify/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testkit/command-process';
import { emptyDatabase, type TestDatabase } from '../testkit/database';
import { freePort } from '../testkit/free-port';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { type S3Server, startS3Server } from '../testkit/s3-server';

let server: S3Server;
let bench: JobBench;
let folder: string;
/** A backup of the bucket, made while runs were made. */
let file: string;

/** Variables of an installation whose artifacts lie below another part of the bucket. */
const below = (part: string) => ({ ...server.variables, FIDUCIAL_ARTIFACTS: `s3://bucket/${part}` });
const here = () => ({ ...server.variables, DATABASE_URL: bench.url, FIDUCIAL_DATA: join(folder, 'data') });

beforeAll(async () => {
  server = await startS3Server();
  // As any process: the SDK takes its credentials from the environment.
  Object.assign(process.env, server.variables);
  folder = await mkdtemp(join(tmpdir(), 'fiducial-bucket-'));
  file = join(folder, 'bucket.tar');
  const store = await openArtifactStore(
    readEnv({ ...server.variables, FIDUCIAL_DATA: join(folder, 'bench') }),
  );
  bench = await openJobBench({ store });
}, 240_000);
afterAll(async () => {
  await bench?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup of a bucket', () => {
  /** Restores into a database of the test's own and verifies what came of it; then makes a backup of that, or ends. */
  async function restored(
    from: string,
    place: Readonly<Record<string, string>>,
    use: (database: TestDatabase, variables: Record<string, string>) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const database = await emptyDatabase();
    const data = await mkdtemp(join(folder, 'restored-'));
    const variables = { ...place, DATABASE_URL: database.url, FIDUCIAL_DATA: data };
    try {
      const { code, output } = await runCommand(['restore', from], variables);
      expect(output).toMatch(/Restored\. \d+ runs? that (was|were) under way begins? again/);
      expect(code).toBe(0);
      const store = await openArtifactStore(readEnv(variables));
      const done = await verify({
        prisma: database.prisma,
        url: database.url,
        store,
        hash: true,
        leaseMs: 30_000,
      });
      expect(done.flatMap(({ findings }) => findings)).toEqual([]);
      await use(database, variables);
    } finally {
      await database.drop();
    }
  }

  test('made while runs go on is whole in a bucket, in a folder, and from that folder in a bucket again', async () => {
    await bench.worker(here());
    const first = await bench.submit({ kind: 'files', params: { files: 12, salt: 'first' } });
    await bench.reached(first.id, 'SUCCEEDED');
    // Larger than what a backup reads at once: it is lent, and read as a stream.
    const large = Buffer.alloc(33 << 20, 'a large file');
    const { digest, bytes } = await bench.store.put(large);
    await bench.prisma.artifact.create({ data: { digest, bytes, mediaType: 'text/plain' } });
    await bench.prisma.runArtifact.create({ data: { runId: first.id, name: 'large', digest } });
    let backedUp = false;
    const submitting = (async () => {
      for (let at = 0; !backedUp; at++) {
        await bench.submit({ kind: 'files', params: { files: 3, salt: `run ${at}`, milliseconds: 20 } });
        await sleep(300);
      }
    })();
    const { code, output } = await runCommand(['backup', file], here());
    backedUp = true;
    await submitting;
    expect(output).toMatch(/bucket\.tar: \d+ tables and \d+ files/);
    expect(code).toBe(0);
    expect(await readdir(join(folder, 'data', 'artifacts-cache', 'staging', 'put'))).toEqual([]);
    const artifacts = join(folder, 'as-a-folder');
    const again = join(folder, 'folder.tar');
    await Promise.all([
      restored(file, below('restored'), async ({ prisma }) => {
        expect(await prisma.run.findUnique({ where: { id: first.id } })).toMatchObject({
          status: 'SUCCEEDED',
        });
      }),
      restored(file, { FIDUCIAL_ARTIFACTS: artifacts }, async (_database, variables) => {
        expect(await stat(join(artifacts, digest.slice(0, 2), digest.slice(2)))).toMatchObject({
          size: bytes,
        });
        expect(await runCommand(['backup', again], variables)).toMatchObject({ code: 0 });
      }),
    ]);
    await restored(again, below('moved'));
    await bench.stopWorkers();
  }, 120_000);

  test('is not restored into a part of the bucket that holds files', async () => {
    const database = await emptyDatabase();
    const { code, output } = await runCommand(['restore', file], { ...here(), DATABASE_URL: database.url });
    await database.drop();
    expect(output).toContain('The store s3://bucket/some/prefix/ holds files already.');
    expect(code).toBe(1);
  });

  test('names what was gone from the bucket before, and has all else', async () => {
    const { digest } = await bench.prisma.runArtifact.findFirstOrThrow({ where: { name: 'part/0' } });
    const object = server.objectFile(digest);
    await rename(object, join(folder, 'aside'));
    const elsewhere = { ...here(), FIDUCIAL_DATA: join(folder, 'another-host') };
    const { code, output } = await runCommand(['backup', join(folder, 'without.tar')], elsewhere);
    const found = await bench.verify();
    await rename(join(folder, 'aside'), object);
    expect(output).toContain('1 files that runs need were damaged or gone before');
    expect(code).toBe(1);
    expect(found).toEqual([expect.stringMatching(/not in the bucket/)]);
  });
});

describe('copies of the bucket on a machine', () => {
  const mostBytes = 4e6;

  /** Bytes that lie there. */
  async function bytesIn(data: string): Promise<number> {
    const entries = await readdir(join(data, 'artifacts-cache'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(
      files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  test('take no more than their room, and none goes that a run reads', async () => {
    const data = await mkdtemp(join(folder, 'copies-'));
    const variables = { ...below('copies'), FIDUCIAL_DATA: data, FIDUCIAL_CACHE_MB: String(mostBytes / 1e6) };
    const store = await openArtifactStore(readEnv(variables));
    const contents = Array.from({ length: 12 }, (_, at) => Buffer.alloc(1e6, `content ${at}`));
    const stored = [];
    for (const content of contents) {
      stored.push(await store.put(content));
      expect(await bytesIn(data)).toBeLessThanOrEqual(mostBytes);
    }
    const [first] = stored;
    if (!first) throw new Error('Nothing was stored.');
    const holder = join(data, 'artifacts-cache', 'staging', 'runs', 'a-run');
    const lent = await store.lend(first, holder);
    // While all others come and go, by all ways of reading at once.
    await Promise.all(
      stored.flatMap(({ digest, bytes }, at) => [
        store.read(digest).then((read) => expect(read.equals(contents[at] as Buffer)).toBe(true)),
        store
          .open(digest, { bytes })
          .then(async (stream) => expect((await buffer(stream)).length).toBe(bytes)),
        store.readRange(digest, 10, 20),
      ]),
    );
    expect((await readFile(lent)).equals(contents[0] as Buffer)).toBe(true);
    // It is in use: its copy still lies there beside its other name.
    const copy = join(data, 'artifacts-cache', first.digest.slice(0, 2), first.digest.slice(2));
    expect((await stat(copy)).nlink).toBe(2);
    await rm(holder, { recursive: true });
    for (const { digest } of stored.slice(1, 8)) await store.read(digest);
    expect(await bytesIn(data)).toBeLessThanOrEqual(mostBytes);
    await expect(stat(copy)).rejects.toThrow('ENOENT');
    const again = await openArtifactStore(readEnv({ ...variables, FIDUCIAL_CACHE_MB: '1' }));
    await again.read(stored[9]?.digest ?? '');
    expect(await bytesIn(data)).toBeLessThanOrEqual(1e6);
  });

  test('are fetched again when they were damaged', async () => {
    const data = await mkdtemp(join(folder, 'damaged-'));
    const store = await openArtifactStore(readEnv({ ...below('damaged'), FIDUCIAL_DATA: data }));
    const { digest } = await store.put(Buffer.from('whole'));
    await writeFile(join(data, 'artifacts-cache', digest.slice(0, 2), digest.slice(2)), 'other');
    expect(String(await store.read(digest))).toBe('whole');
  });
});

describe('doctor, gc and verify', () => {
  /** What the doctor says of the store, with its advice. */
  async function examined(more: Record<string, string>) {
    const { code, output } = await runCommand(['doctor'], { ...here(), FIDUCIAL_PORT: '0', ...more });
    const lines = output.split('\n');
    const at = lines.findIndex((line) => line.includes('  Store: '));
    return { code, line: lines[at] ?? output, advice: lines[at + 1]?.trim() ?? '' };
  }

  test('are well with a bucket that is, and leave nothing there', async () => {
    const before = await server.filesBelow('');
    expect((await examined({})).line).toMatch(
      /^(ok|warning) +Store: s3:\/\/bucket\/some\/prefix\/; .* of 20\.0 GB taken by copies/,
    );
    expect(await server.filesBelow('')).toEqual(before);
    const stray = await bench.store.put(Buffer.from('nobody names this'));
    const collected = await runCommand(['gc'], here());
    // Younger than a day.
    expect(collected).toMatchObject({ code: 0, output: expect.stringContaining('0 files') });
    const verified = await runCommand(['verify', '--quick'], here());
    expect(verified.output).toMatch(/without a record; "gc" removes it/);
    expect(verified.output).toContain('1 of 8 promises are broken.');
    await bench.store.remove(stray.digest);
    expect(await bench.verify()).toEqual([]);
  });

  test('say in words that the bucket is away, and do nothing', async () => {
    const away = { FIDUCIAL_S3_ENDPOINT: `http://127.0.0.1:${await freePort()}` };
    const commands = [['gc'], ['verify'], ['backup', join(folder, 'nothing.tar')], ['restore', file]];
    const [told, ...done] = await Promise.all([
      examined(away),
      ...commands.map((args) => runCommand(args, { ...here(), ...away })),
    ]);
    expect(told.line).toMatch(/^BROKEN {3}Store: s3:.* does not answer \(list: ECONNREFUSED\)/);
    expect(told.advice).toContain('FIDUCIAL_S3_ENDPOINT');
    expect(told.code).toBe(1);
    for (const { code, output } of done) {
      expect(output).toContain('The bucket of the store does not answer. Nothing was done.');
      expect(output).not.toMatch(/\n +at /);
      expect(code).toBe(1);
    }
    await expect(stat(join(folder, 'nothing.tar'))).rejects.toThrow('ENOENT');
  }, 60_000);

  test.each([
    [
      'does not know the key',
      { AWS_ACCESS_KEY_ID: 'somebody-else' },
      /does not know the access key/,
      /AWS_ACCESS_KEY_ID/,
    ],
    [
      'has another secret',
      { AWS_SECRET_ACCESS_KEY: 'another' },
      /its secret is another one/,
      /AWS_ACCESS_KEY_ID/,
    ],
    [
      'does not exist',
      { FIDUCIAL_ARTIFACTS: 's3://none/prefix' },
      /has no bucket none/,
      /FIDUCIAL_ARTIFACTS/,
    ],
  ])('tell apart that the bucket %s', async (_what, wrong, words, advice) => {
    const variables = { ...here(), ...wrong };
    const place = readEnv(variables).artifactBucket;
    const before = { ...process.env };
    Object.assign(process.env, variables);
    try {
      const problem = place && (await probeBucket(place));
      expect(place && problem && troubledBucket(place, problem)).toMatchObject({
        state: 'broken',
        words: expect.stringMatching(words),
        todo: expect.stringMatching(advice),
      });
      const store = await openArtifactStore(readEnv(variables));
      expect(await store.obstacle()).toMatch(/access key|does not exist/);
      // Not taken for a file that is gone: runs would fail for good, and verify would mourn every file.
      const digest = 'e'.repeat(64);
      await expect(store.size(digest)).rejects.toThrow(StoreRefusedError);
      await expect(store.read(digest)).rejects.toThrow(StoreRefusedError);
    } finally {
      Object.assign(process.env, before);
    }
  });
});
