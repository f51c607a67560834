import type { Checkpoints } from './checkpoints';

/** A piece of a long step: some rows of it. */
export interface Piece {
  readonly first: number;
  readonly rows: number;
}

/**
 * The pieces of a long step in order: those that earlier attempts kept under `log`, then those that `compute` gives from the
 * first row that is missing, each kept in turn. As pieces depend on their rows alone, all of them are bit for bit those of
 * an attempt that was not interrupted.
 */
export async function* resumePieces<Kept extends Piece>(
  checkpoints: Checkpoints,
  log: string,
  compute: (from: number) => AsyncIterable<Kept>,
): AsyncGenerator<Kept> {
  let from = 0;
  // Appended below by the same task in the same version, and hashed.
  for await (const piece of checkpoints.read(log) as AsyncGenerator<Kept>) {
    from = piece.first + piece.rows;
    yield piece;
  }
  for await (const piece of compute(from)) {
    await checkpoints.append(log, piece);
    yield piece;
  }
}

/** The outcome of one piece of work: what an earlier attempt saved under a name, or what `compute` gives, saved. */
export async function resumeOne<Kept>(
  checkpoints: Checkpoints,
  name: string,
  compute: () => Promise<Kept>,
): Promise<Kept> {
  // Saved below by the same task in the same version, and hashed.
  const kept = (await checkpoints.latest(name)) as Kept | undefined;
  if (kept !== undefined) return kept;
  const made = await compute();
  await checkpoints.save(name, made);
  return made;
}
