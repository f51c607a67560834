import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiProcess } from '../testkit/api-process';
import { runCommand } from '../testkit/command-process';
import { emptyDatabase, type TestDatabase } from '../testkit/database';

let database: TestDatabase;
let data: string;
let variables: Record<string, string>;
beforeAll(async () => {
  database = await emptyDatabase();
  data = await mkdtemp(join(tmpdir(), 'fiducial-doctor-'));
  variables = {
    ...{ DATABASE_URL: database.url, FIDUCIAL_DATA: data, FIDUCIAL_ARTIFACTS: '' },
    ...{ FIDUCIAL_BACKEND: 'wasm', FIDUCIAL_PORT: '0' },
  };
});
afterAll(async () => {
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

/** Lines of the doctor about one thing, its advice too. */
async function examined(title: string, more: Record<string, string> = {}) {
  const { code, output } = await runCommand(['doctor'], { ...variables, ...more });
  const lines = output.split('\n');
  const at = lines.findIndex((line) => line.includes(`  ${title}: `));
  const advice = lines[at + 1]?.startsWith('           ') ? lines[at + 1] : '';
  return { code, line: lines[at] ?? output, advice: advice?.trim() ?? '', output };
}

test('before the tables are made it says how to make them, and migrate does', async () => {
  const before = await examined('Tables');
  expect(before.line).toBe('warning  Tables: none yet');
  expect(before.advice).toContain('fiducial -- migrate');
  expect(before.code).toBe(0);
  const { code, output } = await runCommand(['migrate'], variables);
  expect(output).toMatch(/\d+ of \d+ migrations were applied/);
  expect(code).toBe(0);
  expect((await runCommand(['migrate'], variables)).output).toContain('The tables are up to date.');
  expect((await examined('Tables')).line).toMatch(/^ok {7}Tables: those of this release/);
}, 120_000);

test('all is well, line by line', async () => {
  const { code, output } = await examined('Clock');
  for (const title of [
    'Fiducial',
    'Machine',
    'Data folder',
    'Store',
    'Port',
    'Encryption',
    'Database',
    'Clock',
    'Workers',
  ])
    expect(output).toMatch(new RegExp(`^(ok|warning) +${title}: `, 'm'));
  expect(output).toMatch(/Compute backend: wasm/);
  expect(output).toContain('0 broken');
  expect(code).toBe(0);
}, 120_000);

test('a database that does not answer is broken, and its password is not shown', async () => {
  const { code, line, advice, output } = await examined('Database', {
    DATABASE_URL: 'postgresql://me:open-sesame@127.0.0.1:1/x',
  });
  expect(line).toMatch(/^BROKEN {3}Database: it does not answer/);
  expect(advice).toContain('DATABASE_URL');
  expect(output).not.toContain('sesame');
  expect(code).toBe(1);
}, 120_000);

test('a store that is a file is broken', async () => {
  const file = join(data, 'a-file');
  await writeFile(file, '');
  const { code, line, advice } = await examined('Store', { FIDUCIAL_ARTIFACTS: file });
  expect(line).toMatch(/^BROKEN {3}Store: .*cannot be written: ENOTDIR/);
  expect(advice).toContain('FIDUCIAL_ARTIFACTS');
  expect(code).toBe(1);
}, 120_000);

test('a port that another program has is broken, one that we answer on is not', async () => {
  const other: Server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const taken = other.address();
  const port = typeof taken === 'object' && taken ? String(taken.port) : '';
  const found = await examined('Port', { FIDUCIAL_PORT: port });
  expect(found.line).toMatch(/^BROKEN {3}Port: .* is taken/);
  expect(found.advice).toContain('FIDUCIAL_PORT=');
  await new Promise((resolve) => other.close(resolve));
  const api = await startApiProcess({ DATABASE_URL: database.url, FIDUCIAL_DATA: data });
  const ours = await examined('Port', { FIDUCIAL_PORT: new URL(api.address).port });
  expect(ours.line).toMatch(/^ok {7}Port: .*Fiducial answers there and is ready/);
  await api.stop();
}, 120_000);

test('an open port without TLS is a warning with a way out', async () => {
  const { line, advice } = await examined('Encryption', { FIDUCIAL_HOST: '0.0.0.0' });
  expect(line).toMatch(/^warning {2}Encryption: none, and it listens on 0\.0\.0\.0/);
  expect(advice).toContain('FIDUCIAL_TLS_CERT');
}, 120_000);
