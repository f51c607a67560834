import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createPrisma } from '@fiducial/prisma/client';
import { migrate } from '@fiducial/prisma/migrate';
import { installQueue } from '@fiducial/server/jobs/queue';
import { type EmbeddedPostgres, startPostgres } from '@fiducial/server/postgres/start-postgres';
import { surroundingsFailure } from '@fiducial/server/surroundings-failure';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

/** The disk under PostgreSQL's own log fills up: the database ends itself, and goes on once there is room. */
const run = promisify(execFile);
let folder: string;
let mounted = false;
let postgres: EmbeddedPostgres;
let bench: JobBench;
// The log is what it is about: it must really be written.
const settings = ['max_connections=40', 'max_wal_size=32MB', 'min_wal_size=32MB', 'shared_buffers=16MB'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-full-'));
  mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=260m', 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  postgres = await startPostgres({ folder, settings });
  const { url } = postgres;
  await migrate(url);
  await installQueue({ url, onError: () => undefined });
  const prisma = createPrisma(url, { connections: 4 });
  bench = await openJobBench({ database: { url, prisma, drop: () => prisma.$disconnect() } });
  await bench.worker();
}, 120_000);
afterAll(async () => {
  await bench.close();
  await postgres.stop();
  if (mounted) await run('umount', ['-l', folder]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Fills what is left of the disk; where none could be mounted, the database is ended as it would end itself. */
async function fill(): Promise<() => Promise<void>> {
  const filler = join(folder, 'filler');
  if (!mounted) {
    await postgres.stop();
    return async () => undefined;
  }
  await writeFile(filler, Buffer.alloc(300 * 2 ** 20)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOSPC') throw error;
  });
  expect((await stat(filler)).size).toBeGreaterThan(0);
  return () => rm(filler);
}

test('runs go on once there is room again, and nothing is lost', async () => {
  const before = await Promise.all(
    Array.from({ length: 3 }, (_, seed) =>
      bench.submit({ kind: 'slow', params: { steps: 200, milliseconds: 50 }, seed }),
    ),
  );
  await waitFor('progress', async () => (await bench.run(before[0]?.id ?? '')).progress !== null);
  const empty = await fill();
  // Writes go on until the log cannot take them: what was told to be written is, what failed is not.
  const accepted: string[] = [];
  let refused = 0;
  const limit = Date.now() + 25_000;
  for (let seed = 1000; Date.now() < limit && refused < 20; seed++) {
    const params = { steps: 1, milliseconds: 1 };
    await bench.submit({ kind: 'slow', params, seed }).then(
      ({ id }) => accepted.push(id),
      () => {
        refused++;
        return sleep(200);
      },
    );
  }
  expect(refused).toBeGreaterThan(0);
  await empty();
  if (!(await postgres.isRunning()))
    postgres = await startPostgres({ folder, settings, port: postgres.port });
  for (const id of [...before.map((one) => one.id), ...accepted])
    await waitFor(
      `run ${id} to succeed`,
      async () => {
        const found = await bench.run(id).catch(() => undefined);
        if (found?.status === 'FAILED') throw new Error(JSON.stringify(found.failure));
        return found?.status === 'SUCCEEDED';
      },
      120_000,
    );
  await bench.stopWorkers();
  expect(await bench.verify()).toEqual([]);
}, 300_000);

test('what PostgreSQL refuses for a full disk is told as that', async () => {
  const refused = await bench.prisma
    .$executeRawUnsafe("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
    .catch((error: unknown) => error);
  expect(surroundingsFailure(refused)).toMatchObject({ code: 'DISK_FULL', status: 507 });
});
