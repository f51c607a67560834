import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPrisma } from '@fiducial/prisma/client';
import { migrate } from '@fiducial/prisma/migrate';
import { followTestBed } from '@fiducial/server/demonstration/follow-test-bed';
import { installQueue } from '@fiducial/server/jobs/queue';
import { type EmbeddedPostgres, startPostgres } from '@fiducial/server/postgres/start-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endConnections } from '../testkit/end-connections';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=30'];

let folder: string;
let postgres: EmbeddedPostgres;
let bench: JobBench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-faults-'));
  postgres = await startPostgres({ folder, settings });
  const { url } = postgres;
  await migrate(url);
  await installQueue({ url, onError: () => undefined });
  const prisma = createPrisma(url, { connections: 4 });
  bench = await openJobBench({ database: { url, prisma, drop: () => prisma.$disconnect() } });
  await bench.worker();
});
afterAll(async () => {
  await bench.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Takes the database away for a while. */
async function away(seconds: number): Promise<void> {
  await postgres.stop();
  await sleep(seconds * 1000);
  postgres = await startPostgres({ folder, settings, port: postgres.port });
}

/** Seeds, so that no run is equal to an earlier one, whose result it would take. */
let seed = 0;

/** A run that computes for four seconds, once it has begun. */
async function running() {
  const request = { kind: 'slow', params: { steps: 80, milliseconds: 50 }, seed: seed++ };
  const { id } = await bench.submit(request);
  await waitFor('progress', async () => (await bench.run(id)).progress !== null);
  return id;
}

/** Waits for the end, though the database may not answer yet. */
function succeeded(id: string) {
  return waitFor(
    'the run to succeed',
    async () => {
      const run = await bench.run(id).catch(() => undefined);
      if (run?.status === 'FAILED') throw new Error(JSON.stringify(run.failure));
      return run?.status === 'SUCCEEDED' ? run : undefined;
    },
    60_000,
  );
}

describe('a database', () => {
  test('that is away for a second costs nothing', async () => {
    const id = await running();
    await away(1);
    expect(await succeeded(id)).toMatchObject({ lostAttempts: 0, brokenAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });

  test('that is away for 20 s, longer than the computation takes, gets the result when it is back', async () => {
    const id = await running();
    await away(20);
    expect(await succeeded(id)).toMatchObject({ lostAttempts: 0, brokenAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });

  test('that is away for 3 s is waited for by who follows a test bed: the product hangs on that process', async () => {
    const id = await running();
    const { projectId } = await bench.prisma.run.findUniqueOrThrow({ where: { id } });
    const { id: testBedId } = await bench.prisma.testBed.create({
      data: { projectId, name: 'followed', params: {} },
    });
    await bench.prisma.run.update({ where: { id }, data: { testBedId } });
    const said: string[] = [];
    const following = followTestBed(bench.prisma, {
      testBedId,
      terminal: { line: () => undefined, status: (text) => said.push(text), step: (_, work) => work() },
      signal: new AbortController().signal,
    });
    await Promise.all([
      away(3),
      waitFor('a word of it', () => said.some((text) => text.includes('does not answer'))),
    ]);
    expect(await following).toEqual({ succeeded: 1, failed: 0, cancelled: 0 });
  });

  test('that ends all connections, again and again, costs nothing', async () => {
    const id = await running();
    for (let time = 0; time < 5; time++) await endConnections(postgres.url, 400);
    expect(await succeeded(id)).toMatchObject({ lostAttempts: 0, brokenAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });

  test('whose connections are all taken is waited for', async () => {
    const hogs: pg.Client[] = [];
    const id = await running();
    for (;;) {
      const hog = new pg.Client({ connectionString: postgres.url });
      hog.on('error', () => undefined);
      const got = await hog.connect().then(
        () => true,
        () => false,
      );
      if (!got) break;
      hogs.push(hog);
    }
    // Those that it has are ended, and what it asks for anew is refused.
    await hogs[0]?.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> ALL($1)`,
      [await pidsOf(hogs)],
    );
    await sleep(6000);
    await Promise.all(hogs.map((hog) => hog.end()));
    expect(await succeeded(id)).toMatchObject({ brokenAttempts: 0 });
    expect(await bench.verify()).toEqual([]);
  });
});

async function pidsOf(clients: readonly pg.Client[]): Promise<number[]> {
  const answers = await Promise.all(clients.map((client) => client.query('SELECT pg_backend_pid() AS pid')));
  return answers.map(({ rows }) => Number(rows[0]?.pid));
}
