import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the store, whatever the records say of it. */
export interface StoredFile {
  readonly digest: string;
  readonly bytes: number;
  /** When it was moved to its address, in milliseconds since 1970. */
  readonly movedMs: number;
}

/** What an attempt of a run, or several, left in staging. */
export interface StagedAttempt {
  readonly runId: string;
  /** Null for what is no attempt's folder, such as the checkpoints of a run. */
  readonly attempt: number | null;
  readonly path: string;
}

/** Names in a folder; none when it is not there. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** All files under a content address, a few hundred at a time: a store may hold millions. */
export async function* listStored(folder: string): AsyncGenerator<StoredFile[]> {
  for (const head of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(head)) continue;
    const files: StoredFile[] = [];
    for (const tail of await namesIn(join(folder, head))) {
      if (!/^[0-9a-f]{62}$/.test(tail)) continue;
      const entry = await stat(join(folder, head, tail)).catch(() => undefined);
      if (entry) files.push({ digest: head + tail, bytes: entry.size, movedMs: entry.ctimeMs });
    }
    if (files.length) yield files;
  }
}

/** Everything that runs have in staging. */
export async function listStagedAttempts(folder: string): Promise<StagedAttempt[]> {
  const runs = join(folder, 'staging', 'runs');
  const found: StagedAttempt[] = [];
  for (const runId of await namesIn(runs)) {
    for (const name of await namesIn(join(runs, runId))) {
      const attempt = /^\d+$/.test(name) ? Number(name) : null;
      found.push({ runId, attempt, path: join(runs, runId, name) });
    }
  }
  return found;
}

/** Staged uploads that nobody has written to for `quietMs`. */
export async function listQuietPuts(folder: string, quietMs: number, now: number): Promise<string[]> {
  const puts = join(folder, 'staging', 'put');
  const found: string[] = [];
  for (const name of await namesIn(puts)) {
    const path = join(puts, name);
    const entry = await stat(path).catch(() => undefined);
    if (entry && now - entry.mtimeMs >= quietMs) found.push(path);
  }
  return found;
}

/** Removes a staged file or folder, there or not. */
export function removeStaged(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
