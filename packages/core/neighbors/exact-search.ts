import type { Features } from '../activations/features';
import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches } from '../tensors/batches';
import { tf } from '../tensors/tf';

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

const queryBatch = 128;
/** More than k are taken from the product in single precision, so that its rounding loses no true neighbor. */
const spare = 16;

/**
 * Exact nearest neighbors by matrix product, chunk by chunk over the reference set. A product in single precision
 * loses digits for near-equal points, so somewhat more than k candidates are taken and their distances computed again
 * in double precision: duplicates get exactly 0.
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
    const blocks = referenceBlocks(reference);
    try {
      for (const { first, count } of batches(total, queryBatch)) {
        await breathe(context);
        const part = queries.data.subarray(first * dimensions, (first + count) * dimensions);
        const candidates = nearestCandidates(part, dimensions, { blocks, k });
        for (let query = 0; query < count; query++) {
          const vector = part.subarray(query * dimensions, (query + 1) * dimensions);
          const nearest = sortExactly(vector, candidates[query] ?? [], reference);
          for (let rank = 0; rank < k; rank++) {
            indices[(first + query) * k + rank] = nearest[rank]?.row ?? 0;
            distances[(first + query) * k + rank] = Math.sqrt(nearest[rank]?.squared ?? 0);
          }
        }
        context.onProgress?.({ stage: 'neighbors', done: first + count, total, unit: 'inputs' });
      }
    } finally {
      for (const block of blocks) tf.dispose([block.rows, block.squares]);
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

/** A chunk of the reference set as tensors. */
interface Block {
  readonly firstRow: number;
  readonly rows: tf.Tensor2D;
  readonly squares: tf.Tensor;
}

function referenceBlocks(reference: readonly Features[]): Block[] {
  let firstRow = 0;
  return reference.map(({ data, dimensions }) => {
    const rows = tf.tensor2d(data, [data.length / dimensions, dimensions]);
    const block = { firstRow, rows, squares: tf.tidy(() => rows.square().sum(1)) };
    firstRow += rows.shape[0];
    return block;
  });
}

/** Rows of each query that may be among its k nearest. */
function nearestCandidates(
  part: Float32Array,
  dimensions: number,
  { blocks, k }: { blocks: readonly Block[]; k: number },
): number[][] {
  const count = part.length / dimensions;
  const rows = blocks.reduce((sum, block) => sum + block.rows.shape[0], 0);
  const wanted = Math.min(rows, k + spare);
  const top = tf.tidy(() => {
    const query = tf.tensor2d(part, [count, dimensions]);
    // 2 q.x - |x|^2 orders rows by nearness: |q|^2 is the same for all of them.
    const nearness = blocks.map((block) =>
      tf.matMul(query, block.rows, false, true).mul(2).sub(block.squares),
    );
    return tf.topk(nearness.length === 1 && nearness[0] ? nearness[0] : tf.concat(nearness, 1), wanted, false)
      .indices;
  });
  const picked = top.dataSync();
  top.dispose();
  return Array.from({ length: count }, (_, query) =>
    Array.from(picked.subarray(query * wanted, (query + 1) * wanted)),
  );
}

function sortExactly(query: Float32Array, candidates: readonly number[], reference: readonly Features[]) {
  const chunkRows = (reference[0]?.data.length ?? 0) / query.length;
  const exact = candidates.map((row) => {
    const chunk = Math.floor(row / chunkRows);
    const data = reference[chunk]?.data ?? query;
    return { row, squared: squaredDistance(query, data, (row - chunk * chunkRows) * query.length) };
  });
  return exact.sort((a, b) => a.squared - b.squared || a.row - b.row);
}

function squaredDistance(query: Float32Array, data: Float32Array, offset: number): number {
  let sum = 0;
  for (let at = 0; at < query.length; at++) {
    const difference = (query[at] as number) - (data[offset + at] as number); // within both arrays; a hot loop
    sum += difference * difference;
  }
  return sum;
}
