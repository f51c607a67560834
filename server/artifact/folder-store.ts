import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertDigest, openRegular, verifyFile, withFile } from './local-file';
import { putStaged } from './put-staged';
import type { StoredBytes } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';
import { listStored } from './store-contents';

/** A store whose files lie in one folder, their paths made of digests alone, never of a text that people gave. */
export interface FolderStore extends ArtifactStore {
  /** Where a digest's file lies, whether it is there or not. @throws {TypeError} unless 64 hexadecimal digits. */
  path(digest: string): string;
}

/** The store in `folder`, made if need be. */
export async function openFolderStore(folder: string): Promise<FolderStore> {
  const staging = join(folder, 'staging');
  await mkdir(join(staging, 'put'), { recursive: true });
  const path = (digest: string) => join(folder, digestPath(digest));
  const adopt = (staged: string, stored: StoredBytes) => moveIn(staged, path(stored.digest));
  const attempts = (runId: string) => join(staging, 'runs', runIdPart(runId));
  return {
    name: folder,
    folder,
    path,
    adopt,
    has: (digest) => access(path(digest)).then(yes, no),
    put: (chunks, expected) => putStaged({ folder, adopt }, chunks, expected),
    open: async (digest, { bytes, range }) => {
      const handle = await openRegular(path(digest), digest, bytes);
      return handle.createReadStream(range);
    },
    read: (digest) =>
      withFile(path(digest), digest, async (handle) => {
        const content = await handle.readFile();
        assertDigest(createHash('sha256').update(content).digest('hex'), digest);
        return content;
      }),
    readRange: (digest, start, length) =>
      withFile(path(digest), digest, async (handle) => {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
        if (bytesRead === length) return buffer;
        throw new ArtifactDamagedError(
          `Artifact ${digest} is too short: expected ${start + length} bytes, got ${start + bytesRead}.`,
        );
      }),
    lend: async ({ digest }) => path(digest),
    check: (stored) => verifyFile(path(stored.digest), stored),
    size: (digest) => withFile(path(digest), digest, async (handle) => (await handle.stat()).size),
    list: () => listStored(folder),
    remove: (digest) => rm(path(digest), { force: true }),
    // A file is moved in whole.
    clearUnfinished: async () => 0,
    obstacle: () => obstacleIn(staging),
    staging: (runId, attempt) => join(attempts(runId), String(attempt)),
    // Machines that work on the same runs share the folder itself.
    checkpoints: async (runId, computation) => ({
      path: join(attempts(runId), `checkpoints-${computation.slice(0, 16)}`),
      share: async () => undefined,
    }),
    sharedCheckpointRuns: async () => [],
    clearStaging: (runId, attempt) => clearAttempts(attempts(runId), attempt),
  };
}

/** `ab/cdef…` of a digest. */
export function digestPath(digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new TypeError('A digest: expected 64 hexadecimal digits.');
  return join(digest.slice(0, 2), digest.slice(2));
}

function runIdPart(runId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(runId))
    throw new TypeError(`A run's id: expected a UUID, got ${runId.slice(0, 50)}.`);
  return runId;
}

/**
 * Renames, then flushes the folder, so that a power cut leaves either nothing or the whole file. A file that is there
 * already is replaced: it holds the same bytes, unless it was damaged, and then this mends it.
 */
async function moveIn(staged: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rename(staged, target);
  const handle = await open(dirname(target), constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function clearAttempts(folder: string, before: number | undefined): Promise<void> {
  if (before === undefined) return rm(folder, { recursive: true, force: true });
  const names = await readdir(folder).catch(() => []);
  const old = names.filter((name) => Number(name) < before);
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  // Unless there are checkpoints, or a later attempt.
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') throw error;
  });
}

/** By writing there, as permissions alone do not tell of full and read-only disks, and of shares. */
async function obstacleIn(folder: string): Promise<string | undefined> {
  const probe = join(folder, `probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'whether this can be written');
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // what the file system rejects with
    return code === 'ENOSPC' || code === 'EDQUOT'
      ? 'The disk is full.'
      : `The store cannot be written (${code}).`;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

const yes = () => true;
const no = () => false;
