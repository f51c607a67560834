import type { Features } from '../activations/features';
import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches, sharedBatch } from '../tensors/batches';
import { tf } from '../tensors/tf';
import { nearestCandidates, widenedRows } from './nearest-candidates';

/** The k nearest reference rows of each query, nearest first, ties to the lower row; distances are Euclidean. */
export interface Neighbors {
  readonly k: number;
  /** `[queries, k]` */
  readonly indices: Uint32Array;
  /** `[queries, k]` */
  readonly distances: Float32Array;
}

/** Finds neighbors of queries among the rows of one layer. Exact search and the approximate index share it. */
export type NeighborSearch = (queries: Features, k: number, context: Context) => Promise<Neighbors>;

/** Queries of one matrix product: 256 took 8 % less than 128 among 60,000 x 200, and more only memory. */
const queryBatch = 256;
/**
 * Exact nearest neighbors by matrix product. A product in single precision loses digits for near-equal points, so
 * somewhat more than k candidates are taken and their distances computed again in double precision: duplicates get
 * exactly 0.
 *
 * @throws {CoreError} `PARAMETERS` when k exceeds the reference rows, `SHAPE` when dimensions differ
 * @throws {CancelledError}
 */
export function exactSearch(chunks: () => Iterable<Features>): NeighborSearch {
  return async (queries, k, context) => {
    const reference = [...chunks()];
    const { dimensions } = queries;
    const rows = reference.reduce((sum, chunk) => sum + chunk.data.length / chunk.dimensions, 0);
    checkSearch({ queries, k, rows, dimensions: reference[0]?.dimensions ?? 0 });
    const total = queries.data.length / dimensions;
    const indices = new Uint32Array(total * k);
    const distances = new Float32Array(total * k);
    const widened = widenedRows(reference);
    try {
      for (const { first, count } of batches(total, sharedBatch(queryBatch, context))) {
        await breathe(context);
        const part = queries.data.subarray(first * dimensions, (first + count) * dimensions);
        const candidates = nearestCandidates(part, dimensions, { widened, k });
        for (let query = 0; query < count; query++) {
          const vector = part.subarray(query * dimensions, (query + 1) * dimensions);
          const picked = candidates[query] ?? new Int32Array();
          const at = (first + query) * k;
          sortExactly(vector, picked, { reference, indices, distances, at, k });
        }
        context.onProgress?.({ stage: 'neighbors', done: first + count, total, unit: 'inputs' });
      }
    } finally {
      tf.dispose([widened.rows, widened.mean]);
    }
    return { k, indices, distances };
  };
}

/** @throws {CoreError} when a search cannot be answered */
export function checkSearch({
  queries,
  k,
  rows,
  dimensions,
}: {
  queries: Features;
  k: number;
  rows: number;
  dimensions: number;
}): void {
  if (!(k >= 1 && k <= rows))
    throw new CoreError('PARAMETERS', `k: expected 1 to ${rows} (the reference rows), got ${k}`);
  if (queries.dimensions !== dimensions)
    throw new CoreError(
      'SHAPE',
      `query features: expected ${dimensions} dimensions, got ${queries.dimensions}`,
    );
}

/** Writes the k nearest of the candidates and their distances, computed in double precision, at `at`. */
function sortExactly(
  query: Float32Array,
  candidates: Int32Array,
  {
    reference,
    indices,
    distances,
    at,
    k,
  }: {
    reference: readonly Features[];
    indices: Uint32Array;
    distances: Float32Array;
    at: number;
    k: number;
  },
): void {
  const chunkRows = (reference[0]?.data.length ?? 0) / query.length;
  const squared = new Float64Array(candidates.length);
  for (const [place, row] of candidates.entries()) {
    const chunk = Math.floor(row / chunkRows);
    const data = reference[chunk]?.data ?? query;
    squared[place] = squaredDistance(query, data, (row - chunk * chunkRows) * query.length);
  }
  const order = Uint32Array.from(candidates, (_, place) => place);
  order.sort(
    (a, b) =>
      (squared[a] as number) - (squared[b] as number) ||
      (candidates[a] as number) - (candidates[b] as number), // places of both arrays; a hot loop
  );
  for (let rank = 0; rank < k; rank++) {
    const place = order[rank] ?? 0;
    indices[at + rank] = candidates[place] ?? 0;
    distances[at + rank] = Math.sqrt(squared[place] ?? 0);
  }
}

function squaredDistance(query: Float32Array, data: Float32Array, offset: number): number {
  let sum = 0;
  for (let at = 0; at < query.length; at++) {
    const difference = (query[at] as number) - (data[offset + at] as number); // within both arrays; a hot loop
    sum += difference * difference;
  }
  return sum;
}
