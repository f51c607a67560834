import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, rm, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { digestPath, type FolderStore, openFolderStore } from './folder-store';
import { assertDigest, verifyFile } from './local-file';
import { sharedCheckpoints } from './s3-checkpoints';
import { inStoreWords } from './s3-errors';
import { sendFile } from './s3-send';
import { clearUnfinished } from './s3-unfinished';
import { type StoredBytes, stageFile } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';
import { trimCache } from './trim-cache';

/** A bucket, and how it is reached. Credentials come as the SDK finds them anywhere: AWS_* variables, profiles, roles. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** A server other than Amazon's; it is then asked for buckets by path. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  /** Most bytes that the folder of this machine keeps of files that were read or written. */
  readonly cacheBytes: number;
}

/** How often a file that breaks off is fetched. */
const fetches = 3;
const readyMs = 3000;

/**
 * A store in an S3 bucket. What is written or read lies in `folder`, too, as far as there is room: tasks and pages read
 * files, and one that was fetched was hashed on its way.
 */
export async function openS3Store(place: BucketPlace, folder: string): Promise<ArtifactStore> {
  const { bucket: Bucket, prefix, endpoint, region, cacheBytes } = place;
  const cache = await openFolderStore(folder);
  const client = new S3Client({
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(region ? { region } : {}),
    // Ours is the sha256 that names the bytes; other servers know no newer ones.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const Key = (digest: string) => prefix + digestPath(digest);
  const at = (digest: string) => ({ Bucket, Key: Key(digest) });
  const body = async (digest: string) => {
    const { Body } = await inStoreWords(digest, () => client.send(new GetObjectCommand(at(digest))));
    return Body as Readable; // in Node it is one
  };
  const size = async (digest: string) => {
    const head = await inStoreWords(digest, () => client.send(new HeadObjectCommand(at(digest))));
    return head.ContentLength ?? 0;
  };

  const shared = sharedCheckpoints(client, { Bucket, Prefix: `${prefix}checkpoints/` });
  const send = (file: string, { digest, bytes }: StoredBytes): Promise<void> =>
    inStoreWords(digest, () => sendFile(client, file, { at: at(digest), bytes, digest }));
  const keep = async (staged: string, stored: StoredBytes): Promise<void> => {
    await cache.adopt(staged, stored);
    await trimCache(cache, cacheBytes);
  };
  const adopt = async (staged: string, stored: StoredBytes): Promise<void> => {
    // Always, as a folder does: what is there already holds the same bytes, unless it was damaged, and this mends it.
    await send(staged, stored);
    await keep(staged, stored);
  };

  const fetchOnce = async (digest: string): Promise<void> => {
    const staged = join(folder, 'staging', 'put', randomUUID());
    try {
      const from = await body(digest);
      const stored = await inStoreWords(digest, () => stageFile(staged, from));
      assertDigest(stored.digest, digest);
      await keep(staged, stored);
    } finally {
      await rm(staged, { force: true });
    }
  };
  const underWay = new Map<string, Promise<void>>();
  /** Sees to it that the file lies in the cache. */
  const fetch = async (digest: string): Promise<void> => {
    const now = new Date();
    const found = await utimes(cache.path(digest), now, now).then(
      () => true,
      () => false,
    );
    if (found) return;
    const known = underWay.get(digest);
    if (known) return known;
    const fetching = repeated(() => fetchOnce(digest)).finally(() => underWay.delete(digest));
    underWay.set(digest, fetching);
    return fetching;
  };
  /** Reads from the cache; what is damaged there, or went meanwhile, is fetched anew. */
  const cached = async <T>(digest: string, use: (cache: FolderStore) => Promise<T>): Promise<T> => {
    await fetch(digest);
    try {
      return await use(cache);
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT'; // anything may be thrown
      if (!(error instanceof ArtifactDamagedError || gone)) throw error;
      await cache.remove(digest);
      await fetch(digest);
      return use(cache);
    }
  };

  return {
    ...cache,
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
    put: async (chunks, expected) => {
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
    },
    open: (digest, options) => cached(digest, () => cache.open(digest, options)),
    read: (digest) => cached(digest, () => cache.read(digest)),
    readRange: (digest, start, length) => cached(digest, () => cache.readRange(digest, start, length)),
    // A second name keeps the bytes when the cache lets go of them.
    lend: ({ digest, bytes }, holder) =>
      cached(digest, async () => {
        await verifyFile(cache.path(digest), { digest, bytes });
        const lent = join(holder, digest);
        await mkdir(holder, { recursive: true });
        await link(cache.path(digest), lent).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
        return lent;
      }),
    check: async ({ digest, bytes }) => {
      const hash = createHash('sha256');
      let got = 0;
      const from = await body(digest);
      await inStoreWords(digest, async () => {
        for await (const chunk of from) {
          hash.update(chunk);
          got += chunk.length;
        }
      });
      if (got !== bytes)
        throw new ArtifactDamagedError(`Artifact ${digest} is damaged: expected ${bytes} bytes, got ${got}.`);
      assertDigest(hash.digest('hex'), digest);
    },
    list: async function* () {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
        const files = Contents.flatMap(({ Key: key = '', Size = 0, LastModified }) => {
          const [, head, tail] = /^([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(key.slice(prefix.length)) ?? [];
          return head && tail
            ? [{ digest: head + tail, bytes: Size, movedMs: LastModified?.getTime() ?? Date.now() }]
            : [];
        });
        if (files.length) yield files;
      }
    },
    remove: async (digest) => {
      await inStoreWords(digest, () => client.send(new DeleteObjectCommand(at(digest))));
      await cache.remove(digest);
    },
    checkpoints: async (runId, computation) => {
      const { path } = await cache.checkpoints(runId, computation);
      return shared.open(path, `${runId}/${basename(path)}/`);
    },
    sharedCheckpointRuns: shared.runs,
    clearStaging: async (runId, attempt) => {
      await cache.clearStaging(runId, attempt);
      if (attempt === undefined) await shared.clear(runId);
    },
    clearUnfinished: (quietMs) => clearUnfinished(client, { Bucket, Prefix: prefix }, Date.now() - quietMs),
    obstacle: async () => {
      const abortSignal = AbortSignal.timeout(readyMs);
      const reached = await client.send(new HeadBucketCommand({ Bucket }), { abortSignal }).then(
        () => true,
        () => false,
      );
      return reached ? cache.obstacle() : 'The bucket of the store does not answer, or lets nobody in.';
    },
  };
}

/** Again at once where a connection broke; what is damaged stays so. */
async function repeated(fetch: () => Promise<void>): Promise<void> {
  for (let left = fetches - 1; ; left--) {
    try {
      return await fetch();
    } catch (error) {
      if (left === 0 || error instanceof ArtifactDamagedError) throw error;
    }
  }
}
