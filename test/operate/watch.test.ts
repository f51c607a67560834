import { rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { cloneDatabase } from '../testkit/database';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

const token = 'a-token-of-24-characters';
let bench: JobBench;
let api: ApiProcess;
beforeAll(async () => {
  // Of its own, as it goes away for a while.
  bench = await openJobBench({ database: await cloneDatabase() });
  api = await startApiProcess({
    DATABASE_URL: bench.url,
    FIDUCIAL_ARTIFACTS: bench.artifacts,
    FIDUCIAL_DATA: bench.artifacts,
    FIDUCIAL_METRICS_TOKEN: token,
    LOG_LEVEL: 'debug',
  });
});
afterAll(async () => {
  await api.stop();
  await bench.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.address}${path}`, { headers: { connection: 'close', ...headers } });

async function ask(query: string): Promise<Response> {
  return fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query }),
  });
}

interface System {
  readonly running: number;
  readonly workers: readonly { readonly pid: number; readonly silentSeconds: number }[];
  readonly findings: readonly { readonly title: string; readonly state: string; readonly words: string }[];
}

interface Answer {
  readonly status: string;
  readonly checks: { readonly name: string; readonly ready: boolean; readonly reason?: string }[];
}

/** What /readyz says once it says something else than before: it looks once a second. */
async function readiness(status: number): Promise<Answer> {
  return waitFor(`/readyz to answer ${status}`, async () => {
    const answer = await get('/readyz');
    return answer.status === status && ((await answer.json()) as Answer);
  });
}

/** Breaks something, expects one reason of that name; then mends it, and expects none. */
async function unready(
  name: string,
  broken: () => Promise<unknown>,
  mended: () => Promise<unknown>,
): Promise<string> {
  await readiness(200);
  await broken();
  try {
    const { status, checks } = await readiness(503);
    expect(status).toBe('not ready');
    const found = checks.find((check) => check.name === name);
    expect(found?.ready).toBe(false);
    expect((await get('/healthz')).status).toBe(200);
    return found?.reason ?? '';
  } finally {
    await mended();
    await readiness(200);
  }
}

describe('whether it is ready', () => {
  test('is a yes, check by check', async () => {
    expect(await readiness(200)).toEqual({
      status: 'ready',
      checks: ['database', 'migrations', 'store'].map((name) => ({ name, ready: true })),
    });
  });

  test('is a no while the store cannot be written', async () => {
    const staging = join(bench.artifacts, 'staging');
    const reason = await unready(
      'store',
      async () => {
        await rename(staging, `${staging}-away`);
        await writeFile(staging, 'a file lies there');
      },
      async () => {
        await rename(staging, `${staging}-file`);
        await rename(`${staging}-away`, staging);
      },
    );
    expect(reason).toMatch(/^The store cannot be written \(E\w+\)\.$/);
  });

  test('is a no while the tables are of another release', async () => {
    const add = (name: string) =>
      bench.prisma
        .$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES (${name}, '', ${name}, now())`;
    const take = (name: string) =>
      bench.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${name}`;
    expect(
      await unready(
        'migrations',
        () => add('9999_later'),
        () => take('9999_later'),
      ),
    ).toContain('added 9999_later');
    const missing = await unready(
      'migrations',
      () => take('0001_init'),
      () => add('0001_init'),
    );
    expect(missing).toContain('missing 0001_init');
  });

  test('is a no while the database is away, and names no host', async () => {
    const admin = new pg.Client({ connectionString: inject('databaseUrl') });
    await admin.connect();
    const name = new URL(bench.url).pathname.slice(1);
    const reason = await unready(
      'database',
      async () => {
        await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
        await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          name,
        ]);
      },
      () => admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`),
    );
    await admin.end();
    expect(reason).toBe('The database does not answer.');
  });
});

describe('the system, for admins', () => {
  const query = `{ system {
    waiting queued running logged oldestQueuedSeconds
    workers { host pid slots running silentSeconds lost version nodeVersion }
    findings { title state words todo }
  } }`;

  test('names the workers with what they run, and counts what waits', async () => {
    const worker = await bench.worker();
    await bench.submit({ kind: 'slow', params: { steps: 200, milliseconds: 50 }, seed: 1 });
    const { projectId } = bench;
    const run = { projectId, kind: 'logged', title: 'theirs', params: {}, requestDigest: '' };
    await bench.prisma.run.create({ data: { ...run, status: 'RUNNING' } });
    const system = await waitFor('the run to be counted', async () => {
      const { data } = (await (await ask(query)).json()) as { data: { system: System } };
      return data.system.running === 1 && data.system;
    });
    expect(system).toMatchObject({ waiting: 0, queued: 0, logged: 1, oldestQueuedSeconds: 0 });
    const [found, ...others] = system.workers;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      host: hostname(),
      pid: worker.pid,
      slots: 2,
      running: 1,
      lost: false,
      nodeVersion: process.versions.node,
    });
    expect(found?.silentSeconds).toBeLessThan(5);
    await bench.prisma.run.deleteMany({ where: { kind: 'logged' } });
    await bench.stopWorkers();
  });

  test('tells what it stands on, as the doctor does', async () => {
    const { data } = (await (await ask(query)).json()) as { data: { system: System } };
    const { findings } = data.system;
    expect(findings.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Data folder', 'Store', 'Port', 'Database', 'Tables', 'Clock']),
    );
    expect(findings.find(({ title }) => title === 'Database')).toMatchObject({
      state: 'OK',
      words: expect.stringMatching(/^PostgreSQL \d+/),
    });
    expect(findings.find(({ title }) => title === 'Store')?.words).toMatch(/^its folder, .+ free$/);
    expect(JSON.stringify(findings)).not.toContain(bench.artifacts);
  });
});

describe('figures for Prometheus', () => {
  test('name operations by the schema, whatever clients call them', async () => {
    await ask('query Evil123 { mine: serverInfo { version } }');
    await ask('{ nothingLikeIt }');
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(
      /fiducial_graphql_duration_seconds_count\{operation="query serverInfo",failed="false"\} \d/,
    );
    expect(text).not.toContain('Evil123');
    expect(text).not.toContain('nothingLikeIt');
    expect(text).toMatch(/fiducial_http_duration_seconds_count\{route="graphql",status="2xx"\} \d/);
  });

  test('count runs by state, kind and end, and weigh workers', async () => {
    const { id } = await bench.submit({ kind: 'sum', params: {} });
    const worker = await bench.worker();
    await bench.reached(id, 'SUCCEEDED');
    await bench.submit({ kind: 'slow', params: { steps: 2000 } });
    const wanted = [
      /fiducial_runs_ended\{kind="sum",end="succeeded"\} 1\n/,
      /fiducial_runs_open\{state="running"\} 1\n/,
      /fiducial_worker_running\{worker="[\w-]+",host=".+"\} 1\n/,
      /fiducial_worker_memory_bytes\{worker="[\w-]+",host=".+"\} \d{7,}\n/,
      /fiducial_database_up 1\n/,
    ];
    await waitFor('the figures', async () => {
      const text = await (await get('/metrics')).text();
      return wanted.every((pattern) => pattern.test(text));
    });
    worker.kill('SIGKILL');
  });

  test('are for this machine, and for whoever has the token', async () => {
    const through = { 'x-forwarded-for': '203.0.113.7' };
    expect((await get('/metrics', through)).status).toBe(403);
    expect(
      (await get('/metrics', { ...through, authorization: 'Bearer a-wrong-token-of-30-characters' })).status,
    ).toBe(403);
    expect((await get('/metrics', { ...through, authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

test('an answer names its request, and so does the log, without what is signed or secret', async () => {
  const answer = await get('/files/nothing?signature=deadbeefdeadbeef', {
    authorization: 'Bearer fid_of-nobody-at-all',
  });
  const id = answer.headers.get('x-request-id');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const line = await waitFor('the line', () =>
    api
      .output()
      .split('\n')
      .find((one) => one.includes(String(id))),
  );
  expect(JSON.parse(line)).toMatchObject({
    requestId: id,
    method: 'GET',
    path: '/files/nothing',
    status: 404,
  });
  expect(api.output()).not.toContain('deadbeef');
  expect(api.output()).not.toContain('of-nobody-at-all');
  expect(api.output()).not.toContain(token);
});
