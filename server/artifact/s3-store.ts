import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { bucketCache } from './bucket-cache';
import { type BucketPlace, bucketClients, soon } from './bucket-clients';
import { digestPath, openFolderStore } from './folder-store';
import { assertDigest } from './local-file';
import { putStaged } from './put-staged';
import { sharedCheckpoints } from './s3-checkpoints';
import { bucketTrouble, inStoreWords, troubleWords } from './s3-errors';
import { sendFile } from './s3-send';
import { clearUnfinished } from './s3-unfinished';
import type { StoredBytes } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';

const readyMs = 3000;
/** Files up to this size are sent within the time of a short answer. */
const littleBytes = 1 << 20;

/**
 * A store in an S3 bucket. What is written or read lies in `folder`, too, as far as there is room: tasks and pages read
 * files, and one that was fetched was hashed on its way.
 */
export async function openS3Store(place: BucketPlace, folder: string): Promise<ArtifactStore> {
  const { bucket: Bucket, prefix, cacheBytes } = place;
  const local = await openFolderStore(folder);
  const clients = bucketClients(place);
  const { asker } = clients;
  const at = (digest: string) => ({ Bucket, Key: prefix + digestPath(digest) });
  const open = async (digest: string) => {
    const { Body, ContentLength: bytes = 0 } = await inStoreWords(digest, () =>
      soon((options) => asker.send(new GetObjectCommand(at(digest)), options)),
    );
    return { body: Body as Readable, bytes }; // in Node it is one
  };
  const cache = bucketCache(local, cacheBytes, open);
  // Not HeadBucket: the answer to a HEAD request has no words.
  const look = (options: { abortSignal: AbortSignal }) =>
    asker.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }), options);
  const size = async (digest: string) => {
    try {
      const ask = () => soon((options) => asker.send(new HeadObjectCommand(at(digest)), options));
      return (await inStoreWords(digest, ask)).ContentLength ?? 0;
    } catch (error) {
      // An answer without words: the whole bucket may be missing, or the key unknown.
      if (error instanceof ArtifactDamagedError) await inStoreWords(digest, () => soon(look));
      throw error;
    }
  };
  const shared = sharedCheckpoints(clients, { Bucket, Prefix: `${prefix}checkpoints/` });
  const adopt = async (staged: string, stored: StoredBytes): Promise<void> => {
    const { digest, bytes } = stored;
    // Always, as a folder does: what is there already holds the same bytes, unless it was damaged, and this mends it.
    const sending = { at: at(digest), bytes, digest };
    await inStoreWords(digest, async () => {
      if (bytes <= littleBytes)
        return soon(({ abortSignal }) => sendFile(clients, staged, { ...sending, signal: abortSignal }));
      // A server that hangs is told at once, and not after all patience that a large file is due.
      await soon(look);
      return sendFile(clients, staged, sending);
    });
    await cache.keep(staged, stored);
  };

  return {
    ...local,
    name: `s3://${Bucket}/${prefix}`,
    adopt,
    size,
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
    check: async ({ digest, bytes }) => {
      const hash = createHash('sha256');
      let got = 0;
      const { body } = await open(digest);
      await inStoreWords(digest, async () => {
        for await (const chunk of body) {
          hash.update(chunk);
          got += chunk.length;
        }
      });
      if (got !== bytes)
        throw new ArtifactDamagedError(`Artifact ${digest} is damaged: expected ${bytes} bytes, got ${got}.`);
      assertDigest(hash.digest('hex'), digest);
    },
    list: async function* () {
      let page: ListObjectsV2CommandOutput | undefined;
      do {
        const from = page?.NextContinuationToken;
        const request = { Bucket, Prefix: prefix, ...(from && { ContinuationToken: from }) };
        page = await inStoreWords('', () =>
          soon((options) => asker.send(new ListObjectsV2Command(request), options)),
        );
        const files = (page.Contents ?? []).flatMap(({ Key: key = '', Size = 0, LastModified }) => {
          const [, head, tail] = /^([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(key.slice(prefix.length)) ?? [];
          return head && tail
            ? [{ digest: head + tail, bytes: Size, movedMs: LastModified?.getTime() ?? Date.now() }]
            : [];
        });
        if (files.length) yield files;
      } while (page.IsTruncated);
    },
    remove: async (digest) => {
      await inStoreWords(digest, () =>
        soon((options) => asker.send(new DeleteObjectCommand(at(digest)), options)),
      );
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
      inStoreWords('', () => clearUnfinished(asker, { Bucket, Prefix: prefix }, Date.now() - quietMs)),
    obstacle: async () => {
      const abortSignal = AbortSignal.timeout(readyMs);
      try {
        await look({ abortSignal });
      } catch (error) {
        return troubleWords[bucketTrouble(error as Error)]; // the SDK throws nothing else
      }
      return local.obstacle();
    },
  };
}
