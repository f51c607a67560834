import type { Features } from '../activations/features';
import { breathe, type Context } from '../context';
import type { ImageArray } from '../models/images';
import { exactSearch } from '../neighbors';
import { imageCells } from './image-cells';
import { valueComparison } from './value-comparison';

/** A pair of images that are all but the same. */
export interface NearDuplicate {
  readonly query: number;
  readonly reference: number;
  /** Root mean square of the difference of their values, as a share of the range of values: 0 for equal images. */
  readonly difference: number;
}

/** What was found, and what could not be said. */
export interface NearDuplicates {
  readonly pairs: readonly NearDuplicate[];
  /** Queries that were not compared with all that they may be alike, for it would have taken too long, and of which no near-duplicate was found. */
  readonly undecided: readonly number[];
}

/** Images that differ by less than this share of the range, root mean square, count as near-duplicates. */
export const nearDuplicateLimit = 0.03;

/** Reference images nearest in their cells that a query image is compared with, value by value. */
const candidates = 16;
/** Distances of cells are in single precision: what lies this near above the limit is compared all the same. */
const rounding = 1e-5;
/** Values compared, at most, for queries that have more candidates than that: a few seconds. */
const mostValues = 4e9;
/** Reference rows between two chances to stop. */
const blockRows = 8192;

/** Images and their cells, as `imageCells` makes them. */
export interface CutImages {
  readonly images: ImageArray;
  readonly cells: readonly Features[];
}

/** Cuts images for `findNearDuplicates`; both sides are to be cut alike. @throws {CancelledError} */
export async function cutImages(
  images: ImageArray,
  options: { side: number; range: number; context: Context },
): Promise<CutImages> {
  return { images, cells: await imageCells(images, options) };
}

/**
 * For each query image its nearest reference image, where that is a near-duplicate. Candidates are the nearest in their
 * cells, whose distance is a lower bound: those at the limit or beyond cannot be near-duplicates, the others are compared
 * value by value. A query with many candidates, as images of noise or texture have, is compared with every image while
 * that does not take too long. Of the first 1,000 MNIST test digits the nearest of 60,000 training digits differs by
 * 0.039 at least (a straight 1) and by 0.157 in the median; a copy that was compressed again, or has one corner changed,
 * lies below 0.03.
 *
 * @throws {CancelledError}
 */
export async function findNearDuplicates(
  queries: CutImages,
  reference: CutImages,
  { context, range, limit = nearDuplicateLimit }: { context: Context; range: number; limit?: number },
): Promise<NearDuplicates> {
  const rows = rowsOf(reference.images);
  const pairs: NearDuplicate[] = [];
  const undecided: number[] = [];
  if (rows === 0) return { pairs, undecided };
  const { difference, compared } = valueComparison(queries.images, reference.images, limit * range);
  const nearestOf = (query: number, others: Iterable<number>): NearDuplicate | undefined => {
    let nearest: NearDuplicate | undefined;
    for (const other of others) {
      const found = difference(query, other) / range;
      if (found < (nearest?.difference ?? limit)) nearest = { query, reference: other, difference: found };
    }
    return nearest;
  };
  for await (const { query, near, complete } of candidatesOf(queries, reference, { context, limit })) {
    let nearest = nearestOf(query, near);
    let decided = complete || nearest !== undefined;
    for (let from = 0; !decided && !nearest && compared() < mostValues; from += blockRows) {
      await breathe(context);
      const count = Math.min(blockRows, rows - from);
      nearest = nearestOf(
        query,
        Array.from({ length: count }, (_, at) => from + at),
      );
      decided = nearest !== undefined || from + count === rows;
    }
    if (nearest) pairs.push(nearest);
    else if (!decided) undecided.push(query);
  }
  return { pairs, undecided };
}

interface Candidates {
  readonly query: number;
  /** Reference rows whose cells lie within the limit, in order. */
  readonly near: readonly number[];
  /** Whether there are no others. */
  readonly complete: boolean;
}

async function* candidatesOf(
  queries: CutImages,
  reference: CutImages,
  { context, limit }: { context: Context; limit: number },
): AsyncGenerator<Candidates> {
  const rows = rowsOf(reference.images);
  const k = Math.min(candidates, rows);
  let first = 0;
  for (const cells of queries.cells) {
    const { indices, distances } = await exactSearch(() => reference.cells)(cells, k, context);
    const count = distances.length / k;
    for (let row = 0; row < count; row++) {
      const near = Array.from(indices.subarray(row * k, (row + 1) * k))
        .filter((_, rank) => (distances[row * k + rank] ?? 0) < limit + rounding)
        .sort((a, b) => a - b);
      yield { query: first + row, near, complete: near.length < k || k === rows };
    }
    first += count;
  }
}

function rowsOf({ data, shape }: ImageArray): number {
  return data.length / (shape[0] * shape[1] * shape[2]);
}
