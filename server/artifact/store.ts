import { createHash, randomUUID } from 'node:crypto';
import { constants, type ReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Chunks, type StoredBytes, stageFile } from './stage-file';

/** Bytes in the store are not what their digest says, or are gone. */
export class ArtifactDamagedError extends Error {
  override readonly name = 'ArtifactDamagedError';
  /** Stable word for programs. */
  readonly code = 'ARTIFACT_DAMAGED';
}

/** Inclusive, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Files under the sha256 of their bytes. A path is made of a digest alone, never of a text that people gave. */
export interface ArtifactStore {
  readonly folder: string;
  /** Where a digest's file lies, whether it is there or not. @throws {TypeError} unless 64 hexadecimal digits. */
  path(digest: string): string;
  has(digest: string): Promise<boolean>;
  /** Takes bytes in. `expected` is the digest that somebody announced. @throws {ArtifactDamagedError} when it differs. */
  put(chunks: Chunks, expected?: string): Promise<StoredBytes>;
  /** Moves a file that was staged on this store's disk to its address. */
  adopt(staged: string, stored: StoredBytes): Promise<void>;
  /** A stream of the file or of a range of it, after its size was checked. @throws {ArtifactDamagedError} */
  open(digest: string, options: { bytes: number; range?: ByteRange }): Promise<ReadStream>;
  /** The whole file, hashed. @throws {ArtifactDamagedError} */
  read(digest: string): Promise<Buffer>;
  /** Part of a file, from `start`, as long as it lasts. @throws {ArtifactDamagedError} when it is shorter. */
  readRange(digest: string, start: number, length: number): Promise<Buffer>;
  /** Where one attempt of a run leaves its files. */
  staging(runId: string, attempt: number): string;
  /** Where attempts of a run keep checkpoints of one computation, by its digest. Goes with the run's staging. */
  checkpoints(runId: string, computation: string): string;
  /** Removes what attempts of a run before `attempt` left behind; all of them without it. */
  clearStaging(runId: string, attempt?: number): Promise<void>;
}

/** The store in `folder`, made if need be. */
export async function openArtifactStore(folder: string): Promise<ArtifactStore> {
  const staging = join(folder, 'staging');
  await mkdir(join(staging, 'put'), { recursive: true });
  const path = (digest: string) => join(folder, digestPath(digest));
  const adopt = (staged: string, stored: StoredBytes) => moveIn(staged, path(stored.digest));
  const attempts = (runId: string) => join(staging, 'runs', runIdPart(runId));
  return {
    folder,
    path,
    adopt,
    has: (digest) => access(path(digest)).then(yes, no),
    put: async (chunks, expected) => {
      const staged = join(staging, 'put', randomUUID());
      try {
        const stored = await stageFile(staged, chunks);
        if (expected !== undefined && expected !== stored.digest) {
          throw new ArtifactDamagedError(
            `The bytes are not those announced: expected ${expected}, got ${stored.digest}.`,
          );
        }
        await adopt(staged, stored);
        return stored;
      } finally {
        await rm(staged, { force: true });
      }
    },
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
    staging: (runId, attempt) => join(attempts(runId), String(attempt)),
    checkpoints: (runId, computation) => join(attempts(runId), `checkpoints-${computation.slice(0, 16)}`),
    clearStaging: (runId, attempt) => clearAttempts(attempts(runId), attempt),
  };
}

/** `ab/cdef…` of a digest. */
function digestPath(digest: string): string {
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

async function openRegular(path: string, digest: string, bytes?: number): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new ArtifactDamagedError(`Artifact ${digest} cannot be read (${error.code}).`);
    },
  );
  const { size } = await handle.stat();
  if (bytes === undefined || size === bytes) return handle;
  await handle.close();
  throw new ArtifactDamagedError(`Artifact ${digest} is damaged: expected ${bytes} bytes, got ${size}.`);
}

async function withFile<T>(
  path: string,
  digest: string,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await openRegular(path, digest);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** Hashes a file and compares. @throws {ArtifactDamagedError} */
export async function verifyFile(path: string, { digest, bytes }: StoredBytes): Promise<void> {
  const handle = await openRegular(path, digest, bytes);
  const hash = createHash('sha256');
  // The stream closes the handle.
  for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 })) hash.update(chunk);
  assertDigest(hash.digest('hex'), digest);
}

function assertDigest(actual: string, expected: string): void {
  if (actual === expected) return;
  throw new ArtifactDamagedError(`Artifact ${expected} is damaged: its bytes have the digest ${actual}.`);
}

async function clearAttempts(folder: string, before: number | undefined): Promise<void> {
  if (before === undefined) return rm(folder, { recursive: true, force: true });
  const names = await readdir(folder).catch(() => []);
  const old = names.filter((name) => Number(name) < before);
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

const yes = () => true;
const no = () => false;
