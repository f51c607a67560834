import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { StoredBytes } from './stage-file';
import { ArtifactDamagedError } from './store';

/** Opens a regular file, never a link. @throws {ArtifactDamagedError} when it is none, or of another size. */
export async function openRegular(path: string, digest: string, bytes?: number): Promise<FileHandle> {
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

/** Opens a file for `use`, then closes it. @throws {ArtifactDamagedError} */
export async function withFile<T>(
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

/** @throws {ArtifactDamagedError} */
export function assertDigest(actual: string, expected: string): void {
  if (actual === expected) return;
  throw new ArtifactDamagedError(`Artifact ${expected} is damaged: its bytes have the digest ${actual}.`);
}
