import { stat } from 'node:fs/promises';
import type { FolderStore } from './folder-store';
import type { StoredFile } from './store-contents';

/** Keeps the copies on this machine within their room. */
export interface CacheRoom {
  /** Lets go of what was used the longest ago, until so many bytes more fit, and counts them in. */
  make(bytes: number): Promise<void>;
}

/** Down to which share of the room files go once they have to: the next ones then come without a look. */
const afterwards = 0.9;
/** Other processes of this machine add to the same folder: it is looked through at least so often. */
const lookMs = 30_000;

/**
 * Of files that are `inUse` by this process, or that have a second name because some process's run reads them, none goes; so
 * more than `mostBytes` lie there only where more is in use. The time at which a file was last used is its change time.
 */
export function cacheRoom(
  cache: Pick<FolderStore, 'list' | 'path' | 'remove'>,
  mostBytes: number,
  inUse: (digest: string) => boolean,
): CacheRoom {
  let counted = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async (bytes: number): Promise<void> => {
    const files: StoredFile[] = [];
    for await (const some of cache.list()) files.push(...some);
    counted = files.reduce((sum, file) => sum + file.bytes, 0);
    lookedAt = performance.now();
    if (counted + bytes <= mostBytes) return;
    files.sort((a, b) => a.movedMs - b.movedMs);
    for (const file of files) {
      if (counted + bytes <= mostBytes * afterwards) return;
      if (inUse(file.digest) || (await names(cache.path(file.digest))) !== 1) continue;
      await cache.remove(file.digest);
      counted -= file.bytes;
    }
  };
  const make = async (bytes: number): Promise<void> => {
    if (counted + bytes > mostBytes || performance.now() - lookedAt > lookMs) await look(bytes);
    counted += bytes;
  };
  let last: Promise<void> = Promise.resolve();
  return {
    // One after another: each counts on what the one before it has found.
    make: (bytes) => {
      const made = last.then(() => make(bytes));
      last = made.catch(() => undefined);
      return made;
    },
  };
}

/** How many names a file has; none when it went just now. */
async function names(path: string): Promise<number> {
  return stat(path).then(
    ({ nlink }) => nlink,
    () => 0,
  );
}
