import type { Context } from '../context';

/** A run of rows that is computed at once. */
export interface Batch {
  readonly first: number;
  readonly count: number;
}

/** Rows 0 to `rows - 1` in batches; none is ever empty (empty tensors get wrong shapes). */
export function batches(rows: number, batchSize: number): Batch[] {
  return Array.from({ length: Math.ceil(rows / batchSize) }, (_, index) => ({
    first: index * batchSize,
    count: Math.min(batchSize, rows - index * batchSize),
  }));
}

/** So many rows of a batch as are to be computed at once, at least one. */
export function sharedBatch(batchSize: number, { batchShare = 1 }: Pick<Context, 'batchShare'>): number {
  return Math.max(1, Math.floor(batchSize * batchShare));
}

/** What a gradient step keeps alive, as a multiple of all activations of one image: the tape, its gradient, copies. */
const tapeFactor = 6;

/** Largest batch, at most 128, whose gradient stays within a memory budget. `valuesPerImage` counts all activations. */
export function batchSizeFor(valuesPerImage: number, budgetBytes = 1.5e9): number {
  return Math.max(1, Math.min(128, Math.floor(budgetBytes / (4 * tapeFactor * valuesPerImage))));
}
