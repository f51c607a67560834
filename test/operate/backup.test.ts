import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMigrated, migrate, readMigrations } from '@fiducial/prisma/migrate';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { checkBackup, readEntries } from '@fiducial/server/backup/read-backup';
import { restoreBackup } from '@fiducial/server/backup/restore-backup';
import { openSnapshot } from '@fiducial/server/backup/snapshot';
import { writeBackup } from '@fiducial/server/backup/write-backup';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { closeQueue, openQueue } from '@fiducial/server/jobs/queue';
import { verify } from '@fiducial/server/verify/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../testkit/command-process';
import { emptyDatabase, type TestDatabase } from '../testkit/database';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';
import { startWorkerProcess } from '../testkit/worker-process';

let bench: JobBench;
let folder: string;
/** A backup that was made while runs were made. */
let file: string;

beforeAll(async () => {
  bench = await openJobBench();
  folder = await mkdtemp(join(tmpdir(), 'fiducial-backup-'));
  file = join(folder, 'fiducial.tar');
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

const here = () => ({
  DATABASE_URL: bench.url,
  FIDUCIAL_ARTIFACTS: bench.artifacts,
  FIDUCIAL_DATA: bench.artifacts,
});

/** Everything that is wrong in a restored place. */
async function findings({ url, prisma }: TestDatabase, artifacts: string): Promise<string[]> {
  const done = await verify({
    prisma,
    url,
    store: await openFolderStore(artifacts),
    hash: true,
    leaseMs: 30_000,
  });
  return done.flatMap(({ check, findings: all }) =>
    all.map(({ subject, problem }) => `${check.name}: ${subject}: ${problem}`),
  );
}

/** Restores into a database of the test's own, with the queue of the bench out of the way: a process has one. */
async function restored<T>(
  backup: string,
  use: (database: TestDatabase, artifacts: string) => Promise<T>,
): Promise<T> {
  const database = await emptyDatabase();
  const artifacts = await mkdtemp(join(tmpdir(), 'fiducial-restored-'));
  await closeQueue();
  try {
    const checked = await checkBackup(backup);
    await restoreBackup({
      file: backup,
      checked,
      url: database.url,
      store: await openFolderStore(artifacts),
    });
    return await use(database, artifacts);
  } finally {
    await openQueue({ url: bench.url, onError: () => undefined });
    await database.drop();
    await rm(artifacts, { recursive: true, force: true });
  }
}

describe('a backup', () => {
  test('made while runs are made has everything of one moment, for its owner alone', async () => {
    await bench.worker();
    const first = await bench.submit({ kind: 'files', params: { files: 20, salt: 'first' } });
    const lasting = await bench.submit({ kind: 'slow', params: { steps: 200, milliseconds: 50 } });
    await bench.reached(first.id, 'SUCCEEDED');
    await bench.reached(lasting.id, 'RUNNING');
    let backedUp = false;
    const submitting = (async () => {
      for (let at = 0; !backedUp; at++) {
        await bench.submit({ kind: 'files', params: { files: 3, salt: `run ${at}` } });
        await sleep(300);
      }
    })();
    await waitFor('runs to be made', async () => (await bench.prisma.run.count()) > 8);
    const { code, output } = await runCommand(['backup', file], here());
    backedUp = true;
    await submitting;
    expect(output).toMatch(/fiducial\.tar: \d+ tables and \d+ files/);
    expect(code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await bench.stopWorkers();
  }, 180_000);

  test('restored into an empty folder is whole, and starts a database there', async () => {
    const data = join(folder, 'data');
    const variables = { FIDUCIAL_DATA: data, FIDUCIAL_ARTIFACTS: '' };
    const { code, output } = await runCommand(['restore', file], variables);
    expect(output).toMatch(/Restored\. \d+ runs? that (was|were) under way begins? again/);
    expect(code).toBe(0);
    const verified = await runCommand(['verify'], variables);
    expect(verified.output).toContain('Nothing is lost, doubled or orphaned.');
    expect(verified.code).toBe(0);
    const again = await runCommand(['restore', file], variables);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('holds files already') });
  }, 180_000);

  test('restored into an empty database finishes what was queued and running', async () => {
    await restored(file, async (database, artifacts) => {
      const before = await database.prisma.run.groupBy({ by: ['status'], _count: true });
      const statuses = before.map(({ status }) => status).sort();
      expect(statuses).toContain('QUEUED');
      expect(statuses).toContain('SUCCEEDED');
      expect(statuses).not.toContain('RUNNING');
      expect(await database.prisma.worker.count()).toBe(0);
      expect(await findings(database, artifacts)).toEqual([]);
      const requeued = await database.prisma.runEvent.findFirst({
        where: { type: 'requeued', data: { path: ['reason'], equals: 'restored' } },
      });
      expect(requeued).not.toBeNull();
      const worker = await startWorkerProcess({ DATABASE_URL: database.url, FIDUCIAL_ARTIFACTS: artifacts });
      await waitFor(
        'all runs to be finished',
        async () => (await database.prisma.run.count({ where: { status: { not: 'SUCCEEDED' } } })) === 0,
        120_000,
      );
      worker.kill('SIGTERM');
      await worker.exited;
      expect(await findings(database, artifacts)).toEqual([]);
    });
  }, 240_000);

  test('holds off the removal of files until it is done', async () => {
    const store = await openFolderStore(bench.artifacts);
    const { digest } = await store.put(Buffer.from('stray'));
    const collect = () => collectGarbage({ prisma: bench.prisma, store: bench.store, quietMs: 0 });
    const snapshot = await openSnapshot(bench.url);
    await snapshot.finishRows();
    expect(await collect()).toMatchObject({ heldOff: true, files: 0 });
    expect(await store.has(digest)).toBe(true);
    await snapshot.close();
    expect(await collect()).toMatchObject({ heldOff: false });
    expect(await store.has(digest)).toBe(false);
  });

  test('replaces no file, and keeps no sessions', async () => {
    expect(await runCommand(['backup', file], here())).toMatchObject({
      code: 1,
      output: expect.stringContaining('expected a name that is free'),
    });
    const tables = new Set<string>();
    for await (const { name } of readEntries(file)) tables.add(name.split('/')[1] ?? '');
    expect([...tables].some((name) => /-(Run|Project)$/.test(name))).toBe(true);
    expect([...tables].some((name) => /-(Session|Verification)$/.test(name))).toBe(false);
  });

  test('names the files that were damaged before, and has all others', async () => {
    const { digest } = await bench.prisma.runArtifact.findFirstOrThrow();
    const path = (await openFolderStore(bench.artifacts)).path(digest);
    const right = await readFile(path);
    const flipped = Buffer.from(right);
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    await writeFile(path, flipped);
    const other = join(folder, 'damaged.tar');
    const { code, output } = await runCommand(['backup', other], here());
    await writeFile(path, right);
    expect(code).toBe(1);
    expect(output).toContain(`1 files that runs need were damaged or gone before`);
    expect(output).toContain(`Artifact ${digest} is damaged`);
    expect((await checkBackup(other)).files).toBe((await bench.prisma.artifact.count()) - 1);
  });
});

describe('a restore refuses', () => {
  /** Where in the archive something stands. */
  async function offsetOf(text: string): Promise<number> {
    const at = (await readFile(file)).indexOf(text);
    expect(at).toBeGreaterThan(0);
    return at;
  }

  async function withFlipped(at: number, use: (copy: string) => Promise<void>): Promise<void> {
    const copy = join(folder, 'flipped.tar');
    await writeFile(copy, await readFile(file));
    const handle = await open(copy, 'r+');
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
    buffer[0] = (buffer[0] ?? 0) ^ 4;
    await handle.write(buffer, 0, 1, at);
    await handle.close();
    await use(copy);
  }

  test.each([
    ['the manifest', '"createdAt"', 20],
    ['rows', '-Run/000000.copy.gz', 700],
    ['a file', 'artifacts/', 520],
    ['the name of a file', 'artifacts/', 12],
    ['the sums', 'SHA256SUMS', 530],
  ])('a backup with a flipped bit in %s', async (_where, text, further) => {
    await withFlipped((await offsetOf(text)) + further, async (copy) => {
      await expect(checkBackup(copy)).rejects.toThrow(/damaged|expected/);
    });
  });

  test('a damaged backup before anything is made', async () => {
    await withFlipped((await offsetOf('artifacts/')) + 520, async (copy) => {
      const data = join(folder, 'untouched');
      const { code, output } = await runCommand(['restore', copy], {
        FIDUCIAL_DATA: data,
        FIDUCIAL_ARTIFACTS: '',
      });
      expect(code).toBe(1);
      expect(output).toMatch(/is damaged: artifacts\/.* is not what was written/);
      await expect(stat(data)).rejects.toThrow('ENOENT');
    });
  });

  test('a backup that is cut off, and what is none', async () => {
    const copy = join(folder, 'cut.tar');
    await writeFile(copy, await readFile(file));
    await truncate(copy, (await offsetOf('SHA256SUMS')) & ~511);
    await expect(checkBackup(copy)).rejects.toThrow(/cut off|whole tar archive/);
    await writeFile(copy, 'Not an archive at all.'.repeat(100));
    await expect(checkBackup(copy)).rejects.toThrow(/expected a whole tar archive/);
    await expect(checkBackup(join(folder, 'none.tar'))).rejects.toThrow('got no such file');
  });

  test('a backup of a later release', async () => {
    const later = '9999_of_the_future';
    await bench.prisma
      .$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES (${later}, '', ${later}, now())`;
    const newer = join(folder, 'newer.tar');
    try {
      await writeBackup({ url: bench.url, store: bench.store, file: newer });
    } finally {
      await bench.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${later}`;
    }
    await expect(restored(newer, async () => undefined)).rejects.toThrow(
      /made by a later release.*does not know its tables \(9999_of_the_future\)/,
    );
  });

  test('a database that holds something', async () => {
    const checked = await checkBackup(file);
    const artifacts = join(folder, 'nothing');
    await expect(
      restoreBackup({ file, checked, url: bench.url, store: await openFolderStore(artifacts) }),
    ).rejects.toThrow(/The database holds records already/);
    const { url, prisma, drop } = await emptyDatabase();
    await prisma.$executeRawUnsafe('CREATE TABLE customer (id int)');
    await expect(
      restoreBackup({ file, checked, url, store: await openFolderStore(artifacts) }),
    ).rejects.toThrow(/got one with other tables\. Restore into an empty database/);
    await drop();
  });
});

test('a backup of an earlier release is brought up to date', async () => {
  const names = (await readMigrations()).map(({ name }) => name);
  const old = await emptyDatabase();
  await migrate(old.url, { only: names.slice(0, -1) });
  await old.prisma
    .$executeRaw`INSERT INTO "Team" (id, slug, name) VALUES (gen_random_uuid(), 'before', 'Tab\t, quote " and line\nbreak')`;
  const backup = join(folder, 'old.tar');
  await writeBackup({ url: old.url, store: await openFolderStore(join(folder, 'no-files')), file: backup });
  await old.drop();
  await restored(backup, async ({ url, prisma }) => {
    expect(await isMigrated(url)).toBe(true);
    expect(await prisma.team.findMany({ select: { name: true } })).toEqual([
      { name: 'Tab\t, quote " and line\nbreak' },
    ]);
  });
});
