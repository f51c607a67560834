import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Checkpoints, openCheckpoints } from './checkpoints';
import { resumePieces } from './resume-pieces';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-checkpoints-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The checkpoints as an attempt sees them, each thing written at once. */
const ofAttempt = (attempt: number): Checkpoints =>
  openCheckpoints(folder, {
    ...{ attempt, signal: new AbortController().signal, intervalMs: 0, now: () => 0 },
  });

async function all(checkpoints: Checkpoints): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const piece of checkpoints.read('log')) read.push(piece);
  return read;
}

describe('checkpoints', () => {
  test('that are damaged are not used, nor what was kept after them', async () => {
    const first = ofAttempt(1);
    for (const value of [1, 2, 3]) await first.append('log', { value });
    await first.save('state', { value: 9 });
    const files = (await readdir(folder)).sort();
    expect(files).toHaveLength(4);
    for (const file of files.filter((name) => /\.(1|state)\.1$/.test(name))) {
      const bytes = await readFile(join(folder, file));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(join(folder, file), bytes);
    }
    const second = ofAttempt(2);
    expect(await all(second)).toEqual([{ value: 1 }]);
    expect(await second.latest('state')).toBeUndefined();
    // What comes next takes the place of the damaged piece, and what followed that one follows nothing any more.
    await second.append('log', { value: 20 });
    expect(await all(ofAttempt(3))).toEqual([{ value: 1 }, { value: 20 }]);
  });

  test('of an attempt that was taken for dead and goes on are never mixed with those of the next', async () => {
    const piecesOf = (checkpoints: Checkpoints, sizes: number[]) =>
      resumePieces(checkpoints, 'log', async function* (from) {
        let first = from;
        for (const rows of sizes) {
          yield { first, rows };
          first += rows;
        }
      });
    const take = async (pieces: AsyncGenerator<{ first: number; rows: number }>, most: number) => {
      for (let taken = 0; taken < most; taken++) await pieces.next();
    };
    const dead = piecesOf(ofAttempt(1), [2, 2, 5, 1, 1, 1]);
    await take(dead, 2);
    const next = piecesOf(ofAttempt(2), [3, 4, 1]);
    await take(next, 4);
    await take(dead, 4);
    const read: { first: number; rows: number }[] = [];
    for await (const piece of ofAttempt(3).read('log')) read.push(piece as { first: number; rows: number });
    expect(read).toHaveLength(4);
    let from = 0;
    for (const { first, rows } of read) {
      expect(first).toBe(from);
      from += rows;
    }
  });

  test('keep one state: that of the last attempt', async () => {
    await ofAttempt(1).save('state', 'of the first');
    await ofAttempt(2).save('state', 'of the second');
    await ofAttempt(1).save('other', 'stands for itself');
    expect(await ofAttempt(3).latest('state')).toBe('of the second');
    expect(await ofAttempt(3).latest('other')).toBe('stands for itself');
    expect(await readdir(folder)).toHaveLength(2);
    await ofAttempt(1).save('state', 'of a first that goes on');
    expect(await ofAttempt(3).latest('state')).toBe('of the second');
  });
});
