import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FolderStore, openFolderStore } from './folder-store';
import { verifyFile } from './local-file';
import { stageFile } from './stage-file';
import { ArtifactDamagedError } from './store';

const hello = Buffer.from('hello, store');
const digest = createHash('sha256').update(hello).digest('hex');
const runId = '01a2079e-c652-7798-a7f0-72cc436ea2e5';

let folder: string;
let store: FolderStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-store-'));
  store = await openFolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the artifact store', () => {
  test('gives back what was put, whole and in ranges', async () => {
    expect(await store.put([hello.subarray(0, 5), hello.subarray(5)])).toEqual({ digest, bytes: 12 });
    expect(await store.read(digest)).toEqual(hello);
    expect(await store.readRange(digest, 7, 5)).toEqual(Buffer.from('store'));
    expect(await buffer(await store.open(digest, { bytes: 12 }))).toEqual(hello);
    expect(await buffer(await store.open(digest, { bytes: 12, range: { start: 0, end: 4 } }))).toEqual(
      Buffer.from('hello'),
    );
    expect(await store.has(digest)).toBe(true);
  });

  test('refuses bytes that are not those announced, and leaves nothing behind', async () => {
    await expect(store.put(Buffer.from('other'), digest)).rejects.toThrow(ArtifactDamagedError);
    expect(await store.has(digest)).toBe(false);
    expect(await readdir(join(folder, 'staging', 'put'))).toEqual([]);
  });

  test('takes a staged file in once, and the same bytes again', async () => {
    for (const attempt of [1, 2]) {
      const staged = join(store.staging(runId, attempt), '0');
      const stored = await stageFile(staged, hello);
      await store.adopt(staged, stored);
      expect(await store.read(digest)).toEqual(hello);
    }
    await store.clearStaging(runId, 2);
    expect(await readdir(join(folder, 'staging', 'runs', runId))).toEqual(['2']);
    await store.clearStaging(runId);
    expect(await readdir(join(folder, 'staging', 'runs'))).toEqual([]);
  });

  test('notices a flipped bit, a wrong size, a missing file and a link', async () => {
    await store.put(hello);
    const path = store.path(digest);
    await writeFile(path, 'hello, stove');
    await expect(store.read(digest)).rejects.toThrow(/is damaged: its bytes have the digest/);
    await expect(verifyFile(path, { digest, bytes: 12 })).rejects.toThrow(ArtifactDamagedError);
    await appendFile(path, '!');
    await expect(store.open(digest, { bytes: 12 })).rejects.toThrow('expected 12 bytes, got 13');
    await expect(store.readRange(digest, 10, 9)).rejects.toThrow('expected 19 bytes, got 13');
    await rm(path);
    await expect(store.read(digest)).rejects.toThrow('(ENOENT)');
    await symlink('/etc/hostname', path);
    await expect(store.read(digest)).rejects.toThrow('(ELOOP)');
  });

  test('replaces a damaged file when the right bytes come again', async () => {
    await store.put(hello);
    await writeFile(store.path(digest), 'hello, stove');
    await store.put(hello);
    expect(await store.read(digest)).toEqual(hello);
  });

  test('makes no path of anything but a digest', () => {
    for (const text of ['../../etc/passwd', digest.toUpperCase(), `${digest}0`, '']) {
      expect(() => store.path(text)).toThrow(TypeError);
    }
    expect(() => store.staging('../x', 1)).toThrow(TypeError);
  });
});
