import { basename } from 'node:path';
import { bucketCache } from './bucket-cache';
import { type BucketPlace, bucketClients } from './bucket-clients';
import { openFolderStore } from './folder-store';
import { putStaged } from './put-staged';
import { sharedCheckpoints } from './s3-checkpoints';
import { inStoreWords } from './s3-errors';
import { s3Objects } from './s3-objects';
import { clearUnfinished } from './s3-unfinished';
import type { StoredBytes } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';

/**
 * A store in an S3 bucket. What is written or read lies in `folder`, too, as far as there is room: tasks and pages read
 * files, and one that was fetched was hashed on its way.
 */
export async function openS3Store(place: BucketPlace, folder: string): Promise<ArtifactStore> {
  const { bucket: Bucket, prefix, cacheBytes } = place;
  const local = await openFolderStore(folder);
  const clients = bucketClients(place);
  const objects = s3Objects(clients, place);
  const cache = bucketCache(local, cacheBytes, objects.open);
  const shared = sharedCheckpoints(clients, { Bucket, Prefix: `${prefix}checkpoints/` });
  const adopt = async (staged: string, stored: StoredBytes): Promise<void> => {
    await objects.send(staged, stored);
    await cache.keep(staged, stored);
  };
  const { size, check, list } = objects;
  return {
    ...local,
    ...{ adopt, size, check, list },
    name: `s3://${Bucket}/${prefix}`,
    has: (digest) =>
      size(digest).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ArtifactDamagedError) return false;
          throw error;
        },
      ),
    put: (chunks, expected) => putStaged({ folder, adopt }, chunks, expected),
    open: (digest, options) => cache.use(digest, (files) => files.open(digest, options)),
    read: (digest) => cache.use(digest, (files) => files.read(digest)),
    readRange: (digest, start, length) =>
      cache.use(digest, (files) => files.readRange(digest, start, length)),
    lend: cache.lend,
    remove: async (digest) => {
      await objects.remove(digest);
      await local.remove(digest);
    },
    checkpoints: async (runId, computation) => {
      const { path } = await local.checkpoints(runId, computation);
      return shared.open(path, `${runId}/${basename(path)}/`);
    },
    sharedCheckpointRuns: shared.runs,
    clearStaging: async (runId, attempt) => {
      await local.clearStaging(runId, attempt);
      if (attempt === undefined) await shared.clear(runId);
    },
    clearUnfinished: (quietMs) =>
      inStoreWords('', () =>
        clearUnfinished(clients.asker, { Bucket, Prefix: prefix }, Date.now() - quietMs),
      ),
    obstacle: async () => (await objects.obstacle()) ?? local.obstacle(),
  };
}
