import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { failpoint } from '../jobs/failpoints';

/** Records held in memory before they are written, whatever the time. */
const pendingBytes = 64e6;

/**
 * What an attempt of a run keeps for the next one, so that a long step goes on where it was: a log of what was done, piece
 * after piece, or the latest state of something that is changed in place. Values are plain: numbers, texts, typed arrays,
 * arrays, objects and maps of these. Kept under the identity of the computation: another backend or version starts anew.
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
  /** Says that the computation is to stop. */
  readonly signal: AbortSignal;
  /** Work done since the last checkpoint, at most; a run that is shorter keeps none. */
  readonly intervalMs: number;
  /** In milliseconds. */
  readonly now: () => number;
}

/** Checkpoints in `folder`, made when the first is written. */
export function openCheckpoints(folder: string, { signal, intervalMs, now }: CheckpointOptions): Checkpoints {
  const pending = new Map<string, Buffer[]>();
  /** By log, the number of its next file. */
  const next = new Map<string, number>();
  let held = 0;
  let writtenAt = now();
  const fileOf = (name: string, number: number | 'state') => join(folder, `${nameOf(name)}.${number}`);

  const flush = async (): Promise<void> => {
    for (const [log, pieces] of pending) {
      const number = next.get(log) ?? 0;
      await writeChecked(fileOf(log, number), serialize(pieces));
      next.set(log, number + 1);
    }
    pending.clear();
    held = 0;
    writtenAt = now();
  };
  return {
    read: async function* (log) {
      for (let number = 0; ; number++) {
        next.set(log, number);
        const pieces = await readChecked(fileOf(log, number));
        if (!Array.isArray(pieces)) return;
        for (const piece of pieces) yield deserialize(piece);
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
    latest: (name) => readChecked(fileOf(name, 'state')),
    due: () => signal.aborted || now() - writtenAt >= intervalMs,
    save: async (name, state) => {
      await writeChecked(fileOf(name, 'state'), serialize(state));
      writtenAt = now();
      await failpoint('childCheckpoint');
    },
    flush,
  };
}

/** Names may hold anything and never become paths. */
function nameOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** sha256 and bytes; whole or not at all, as an attempt may die at any time, and two may write at once. */
async function writeChecked(file: string, bytes: Buffer): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(createHash('sha256').update(bytes).digest());
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** The value of a file; undefined when it is not there or its bytes are not those that were written. */
async function readChecked(file: string): Promise<unknown> {
  const all = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!all || all.length < 32) return undefined;
  const bytes = all.subarray(32);
  const right = createHash('sha256').update(bytes).digest().equals(all.subarray(0, 32));
  return right ? deserialize(bytes) : undefined;
}
