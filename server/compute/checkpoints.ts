import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { failpoint } from '../jobs/failpoints';

/** Records held in memory before they are written, whatever the time. */
const pendingBytes = 64e6;

/**
 * What an attempt of a run keeps for the next one, so that a long step goes on where it was: a log of what was done, piece
 * after piece, or the latest state of something that is changed in place. Values are plain: numbers, texts, typed arrays,
 * arrays, objects and maps of these. Kept under the identity of the computation: another backend or version starts anew.
 * Each log and each state stands for itself: after a crash, or on another machine, one may have got further than another.
 */
export interface Checkpoints {
  /** The pieces of a log that earlier attempts kept, in order, as far as they are undamaged. Asked before the first `append`. */
  read(log: string): AsyncGenerator<unknown>;
  /** Adds a piece to a log. It is written together with others, when it is time or after 64 MB. */
  append(log: string, piece: unknown): Promise<void>;
  /** The state that was saved last; undefined without an undamaged one. */
  latest(name: string): Promise<unknown>;
  /** Whether it is time to save a state: a while after the last, or when this computation is to stop. */
  due(): boolean;
  /** Saves a state in place of the one before. */
  save(name: string, state: unknown): Promise<void>;
  /** Writes the pieces that are pending. */
  flush(): Promise<void>;
}

/** How checkpoints are kept. */
export interface CheckpointOptions {
  /** Number of the attempt, of which no other process has the same. */
  readonly attempt: number;
  /** Says that the computation is to stop. */
  readonly signal: AbortSignal;
  /** Work done since the last checkpoint, at most; a run that is shorter keeps none. */
  readonly intervalMs: number;
  /** In milliseconds. */
  readonly now: () => number;
  /** Called when a file has been written. */
  readonly onKept?: () => void;
}

/** Some pieces of a log, and the sha256 of the file that they follow: empty for the first. */
interface LogFile {
  readonly after: string;
  readonly pieces: readonly Buffer[];
}

/**
 * Checkpoints in `folder`, made when the first is written. An attempt that was taken for dead may still write there, so each
 * has files of its own, and a file of a log names the one that it follows: what two attempts wrote is never mixed up.
 */
export function openCheckpoints(folder: string, options: CheckpointOptions): Checkpoints {
  const { attempt, signal, intervalMs, now, onKept } = options;
  const pending = new Map<string, Buffer[]>();
  /** By log, the number of its next file, and the digest of the one before. */
  const next = new Map<string, { number: number; after: string }>();
  let held = 0;
  let writtenAt = now();

  const flush = async (): Promise<void> => {
    for (const [log, pieces] of pending) {
      const { number, after } = next.get(log) ?? { number: 0, after: '' };
      const file = join(folder, fileName(log, number, attempt));
      next.set(log, { number: number + 1, after: await writeChecked(file, { after, pieces }) });
    }
    const wrote = pending.size > 0;
    pending.clear();
    held = 0;
    writtenAt = now();
    if (wrote) onKept?.();
  };
  return {
    read: async function* (log) {
      let after = '';
      for (let number = 0; ; number++) {
        next.set(log, { number, after });
        const file = await followingFile(folder, { log, number, after });
        if (!file) return;
        after = file.digest;
        for (const piece of file.pieces) yield deserialize(piece);
      }
    },
    append: async (log, piece) => {
      const bytes = serialize(piece);
      pending.set(log, [...(pending.get(log) ?? []), bytes]);
      held += bytes.length;
      if (held < pendingBytes && now() - writtenAt < intervalMs && !signal.aborted) return;
      await flush();
      await failpoint('childCheckpoint');
    },
    latest: async (name) => {
      for (const { file } of await versions(folder, name, 'state')) {
        const found = await readChecked(file);
        if (found) return found.value;
      }
      return undefined;
    },
    due: () => signal.aborted || now() - writtenAt >= intervalMs,
    save: async (name, state) => {
      await writeChecked(join(folder, fileName(name, 'state', attempt)), state);
      for (const { file, attempt: other } of await versions(folder, name, 'state'))
        if (other < attempt) await rm(file, { force: true });
      writtenAt = now();
      onKept?.();
      await failpoint('childCheckpoint');
    },
    flush,
  };
}

/** Names may hold anything and never become paths. */
function fileName(name: string, number: number | 'state', attempt: number): string {
  return `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.${number}.${attempt}`;
}

/** Of a file's name, whose end is the attempt that wrote it: what all attempts call it; undefined for what is no checkpoint. */
export function parseCheckpointName(name: string): { name: string; attempt: number } | undefined {
  const [, common, attempt] = /^([0-9a-f]{32}\.(?:\d+|state))\.(\d+)$/.exec(name) ?? [];
  return common === undefined ? undefined : { name: common, attempt: Number(attempt) };
}

/** The files of a name that attempts wrote, the last attempt's first. */
async function versions(folder: string, name: string, number: number | 'state') {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const wanted = parseCheckpointName(fileName(name, number, 0))?.name;
  return names
    .flatMap((file) => {
      const parsed = parseCheckpointName(file);
      return parsed && parsed.name === wanted ? { file: join(folder, file), attempt: parsed.attempt } : [];
    })
    .sort((a, b) => b.attempt - a.attempt);
}

/** A file of a log that goes on where the one before ended, of the last attempt that wrote such a one. */
async function followingFile(
  folder: string,
  { log, number, after }: { log: string; number: number; after: string },
): Promise<{ digest: string; pieces: readonly Buffer[] } | undefined> {
  for (const { file } of await versions(folder, log, number)) {
    const found = await readChecked(file);
    const value = found?.value as LogFile | undefined; // written by `flush`, and hashed
    if (found && value?.after === after) return { digest: found.digest, pieces: value.pieces };
  }
  return undefined;
}

/** sha256 and bytes; whole or not at all, as an attempt may die at any time. Gives the sha256. */
async function writeChecked(file: string, value: unknown): Promise<string> {
  const bytes = serialize(value);
  const digest = createHash('sha256').update(bytes).digest();
  await mkdir(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(digest);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return digest.toString('hex');
}

/** The value of a file; undefined when it is not there or its bytes are not those that were written. */
async function readChecked(file: string): Promise<{ value: unknown; digest: string } | undefined> {
  const all = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!all || all.length < 32) return undefined;
  const bytes = all.subarray(32);
  const digest = createHash('sha256').update(bytes).digest();
  if (!digest.equals(all.subarray(0, 32))) return undefined;
  return { value: deserialize(bytes), digest: digest.toString('hex') };
}
