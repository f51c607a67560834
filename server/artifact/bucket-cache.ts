import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { cacheRoom } from './cache-room';
import type { FolderStore } from './folder-store';
import { assertDigest, verifyFile } from './local-file';
import { type StoredBytes, stageFile } from './stage-file';
import { ArtifactDamagedError } from './store';
import { StoreAwayError } from './store-away';

/** Bytes of the bucket on their way here. */
export interface Incoming {
  readonly body: Readable;
  readonly bytes: number;
}

/** Copies of what lies in the bucket, on this machine. */
export interface BucketCache {
  /** Reads from the copy, which is fetched first where need be; one that is damaged, or went meanwhile, is fetched anew. */
  use<T>(digest: string, read: (cache: FolderStore) => Promise<T>): Promise<T>;
  /** Takes a staged file in, which lies in the bucket by now. */
  keep(staged: string, stored: StoredBytes): Promise<void>;
  /** Gives a copy a second name in the folder `holder`, whole, which it keeps when the copy goes. */
  lend(stored: StoredBytes, holder: string): Promise<string>;
}

/** How often a file is fetched that breaks off, and a copy that went before it was read. */
const tries = 3;

/** Those in `cache`, at most `mostBytes` of them beside what is in use. */
export function bucketCache(
  cache: FolderStore,
  mostBytes: number,
  open: (digest: string) => Promise<Incoming>,
): BucketCache {
  const uses = new Map<string, number>();
  const room = cacheRoom(cache, mostBytes, (digest) => uses.has(digest));
  const keep = async (staged: string, stored: StoredBytes): Promise<void> => {
    await room.make(stored.bytes);
    await cache.adopt(staged, stored);
  };
  const fetchOnce = async (digest: string): Promise<void> => {
    const staged = join(cache.folder, 'staging', 'put', randomUUID());
    try {
      const { body, bytes } = await open(digest);
      await room.make(bytes);
      const stored = await stageFile(staged, inStoreWords(body));
      assertDigest(stored.digest, digest);
      await cache.adopt(staged, stored);
    } finally {
      await rm(staged, { force: true });
    }
  };
  const underWay = new Map<string, Promise<void>>();
  const fetch = async (digest: string): Promise<void> => {
    const now = new Date();
    const found = await utimes(cache.path(digest), now, now).then(
      () => true,
      () => false,
    );
    if (found) return;
    const known = underWay.get(digest);
    if (known) return known;
    const fetching = again(
      () => fetchOnce(digest),
      (error) => error instanceof BrokenOffError,
    ).finally(() => underWay.delete(digest));
    underWay.set(digest, fetching);
    return fetching;
  };
  const use = async <T>(digest: string, read: (cache: FolderStore) => Promise<T>): Promise<T> => {
    uses.set(digest, (uses.get(digest) ?? 0) + 1);
    try {
      let fetched = false;
      return await again(
        async () => {
          if (fetched) await cache.remove(digest);
          fetched = false;
          await fetch(digest);
          fetched = true;
          return read(cache);
        },
        // What is damaged in the bucket is so when it is fetched, and stays so.
        (error) => fetched && isGoneOrDamaged(error),
      );
    } finally {
      const left = (uses.get(digest) ?? 1) - 1;
      if (left) uses.set(digest, left);
      else uses.delete(digest);
    }
  };
  return {
    use,
    keep,
    lend: (stored, holder) =>
      use(stored.digest, async () => {
        const lent = join(holder, stored.digest);
        await mkdir(holder, { recursive: true });
        await link(cache.path(stored.digest), lent).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
        try {
          await verifyFile(lent, stored);
        } catch (error) {
          await rm(lent, { force: true });
          throw error;
        }
        return lent;
      }),
  };
}

/** Bytes stopped coming in the middle: another try may bring them all. */
class BrokenOffError extends StoreAwayError {}

/** What breaks while bytes come is the bucket's; what breaks where they go is the disk's. */
async function* inStoreWords(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new BrokenOffError(`The bucket of the store broke off. (${(error as Error).name})`, {
      cause: error,
    });
  }
}

async function again<T>(work: () => Promise<T>, worth: (error: unknown) => boolean): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !worth(error)) throw error;
    }
  }
}

function isGoneOrDamaged(error: unknown): boolean {
  const gone = (error as NodeJS.ErrnoException).code === 'ENOENT'; // anything may be thrown
  return error instanceof ArtifactDamagedError || gone;
}
