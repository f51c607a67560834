import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withLock } from './with-lock.mjs';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-lock-'));
});

afterAll(() => rm(folder, { recursive: true }));

test('two at once work one after the other', async () => {
  const lock = join(folder, 'deep', 'one.lock');
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await sleep(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(lock, {}, work('a')), withLock(lock, {}, work('b'))]);
  // Which comes first is the file system's choice.
  const one = order[0] === 'a begins' ? ['a', 'b'] : ['b', 'a'];
  expect(order).toEqual(one.flatMap((name) => [`${name} begins`, `${name} ends`]));
  expect(existsSync(lock)).toBe(false);
});

test('a lock that a killed process left is taken over', async () => {
  const lock = join(folder, 'stale.lock');
  await mkdir(lock);
  const minuteAgo = new Date(Date.now() - 60_000);
  await utimes(lock, minuteAgo, minuteAgo);
  expect(await withLock(lock, {}, async () => 'done')).toBe('done');
});

test('work that fails gives the lock back', async () => {
  const lock = join(folder, 'failing.lock');
  const failing = withLock(lock, {}, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});
