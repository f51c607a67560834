import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SetUpError } from '../set-up-error';
import { assertDataFolder, assertPortFree, readPort } from './first-checks.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-checks-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['abc', '70000', '-1', '4.5'])('%s is no port', (text) => {
  expect(() => readPort('FIDUCIAL_PORT', text)).toThrow(
    `FIDUCIAL_PORT: expected a port, 1 to 65535, got ${text}`,
  );
});

test('a port that is taken is told with what to do', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)); // it listens on a port
  });
  await expect(assertPortFree({ host: '127.0.0.1', port })).rejects.toThrow(/is taken by another program/);
  await new Promise((resolve) => server.close(resolve));
  await expect(assertPortFree({ host: '127.0.0.1', port })).resolves.toBeUndefined();
});

test('a data folder is made where it can be, and told in a sentence where it cannot', async () => {
  await assertDataFolder(join(folder, 'new', 'data'));
  await writeFile(join(folder, 'file'), '');
  const refused = assertDataFolder(join(folder, 'file', 'data'));
  await expect(refused).rejects.toThrow(SetUpError);
  await expect(refused).rejects.toThrow(/cannot be made: a file lies on the way/);
});
