import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import { keepPostgres } from '@fiducial/server/supervisor/keep-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../testkit/wait-for';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-postgres-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** Whether the database answers at an address. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('the embedded database', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)('is back at the same address after %s', async (signal) => {
    const said: string[] = [];
    const kept = await keepPostgres({ folder }, (line) => said.push(line));
    const before = await postmasterPid();
    process.kill(before, signal);
    await waitFor('the database to be back', () => said.includes('PostgreSQL is back.'));
    expect(await answers(kept.url)).toBe(true);
    expect(await postmasterPid()).not.toBe(before);
    await kept.stop();
    expect(await answers(kept.url)).toBe(false);
    await expect(postmasterPid()).rejects.toThrow(/ENOENT/);
  });

  test('that is just stopping is waited for by the next start', async () => {
    const first = await startPostgres({ folder });
    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    // A smart shutdown waits for its clients: for so long it is neither there nor gone.
    process.kill(await postmasterPid(), 'SIGTERM');
    setTimeout(() => client.end(), 1000);
    await waitFor('the database to be stopping', async () => {
      return (await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).includes('stopping');
    });
    const second = await startPostgres({ folder });
    expect(second.adopted).toBe(false);
    expect(await answers(second.url)).toBe(true);
    await second.stop();
  });
});
