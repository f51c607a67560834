import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openLogFile } from './log-file';

test('a log on a full disk drops its lines and says so once', async () => {
  const failures: NodeJS.ErrnoException[] = [];
  const log = openLogFile('/dev/full', { onFailure: (error) => failures.push(error), pause: 20 });
  for (let line = 0; line < 10; line++) {
    log.write(`line ${line}`);
    await sleep(15);
  }
  expect(failures.map(({ code }) => code)).toEqual(['ENOSPC']);
});

test('a log goes on once its file can be written again', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'fiducial-log-')), 'logs');
  const file = join(folder, 'api.log');
  const failures: NodeJS.ErrnoException[] = [];
  const log = openLogFile(file, { onFailure: (error) => failures.push(error), pause: 0 });
  log.write('lost');
  await vi.waitFor(() => expect(failures.map(({ code }) => code)).toEqual(['ENOENT']));
  mkdirSync(folder);
  log.write('kept');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('kept\n'));
});
