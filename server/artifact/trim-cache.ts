import type { FolderStore } from './folder-store';

/** A file that was used less long ago stays: somebody may be about to open it. */
const freshMs = 60_000;
/** Folders are looked through at most this often, as that takes a while where there are many files. */
const pauseMs = 10_000;

const lastTrims = new Map<string, number>();

/**
 * Removes files that were used the longest ago until those left take at most `mostBytes`, other than those used in the
 * last minute. The time at which a file was last used is its change time.
 */
export async function trimCache(
  cache: FolderStore,
  mostBytes: number,
  { now = Date.now(), fresh = freshMs, pause = pauseMs } = {},
): Promise<void> {
  if (now - (lastTrims.get(cache.folder) ?? 0) < pause) return;
  lastTrims.set(cache.folder, now);
  const files = [];
  for await (const some of cache.list()) files.push(...some);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  files.sort((a, b) => a.movedMs - b.movedMs);
  for (const file of files) {
    if (bytes <= mostBytes || now - file.movedMs < fresh) return;
    await cache.remove(file.digest);
    bytes -= file.bytes;
  }
}
