import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chunks, type StoredBytes, stageFile } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';

/**
 * Stages bytes on this machine, compares them with what somebody announced, and moves them to their address.
 *
 * @throws {ArtifactDamagedError} when they are others
 */
export async function putStaged(
  { folder, adopt }: Pick<ArtifactStore, 'folder' | 'adopt'>,
  chunks: Chunks,
  expected?: string,
): Promise<StoredBytes> {
  const staged = join(folder, 'staging', 'put', randomUUID());
  try {
    const stored = await stageFile(staged, chunks);
    if (expected !== undefined && expected !== stored.digest)
      throw new ArtifactDamagedError(
        `The bytes are not those announced: expected ${expected}, got ${stored.digest}.`,
      );
    await adopt(staged, stored);
    return stored;
  } finally {
    await rm(staged, { force: true });
  }
}
