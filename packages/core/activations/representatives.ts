import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches } from '../tensors/batches';
import { seededRandom, shuffledIndices, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { Features } from './features';

/** The two kinds of reference point of each class: `[classes, dimensions]`, and the row that each medoid is. */
export interface CentroidsAndMedoids {
  readonly centroids: Features;
  readonly medoids: Features;
  readonly medoidRows: Uint32Array;
}

/** What representatives are found among. */
export interface RepresentativesOf {
  /** `[n]` */
  readonly labels: Int32Array;
  readonly classes: number;
  readonly context: Context;
  /** Which rows count, such as the correctly classified ones; all without it. */
  readonly among?: ((row: number) => boolean) | undefined;
  /** Looks for each medoid among, and by the distances to, this many members drawn at random; exact without it. */
  readonly medoidSample?: number | undefined;
}

/**
 * Mean and medoid of each class in one layer. The medoid is the member with the least summed Euclidean distance to the
 * others, ties to the first; exact, so its cost grows with the square of the class: 6,000 members of 200 values take
 * 36 million distances. With `medoidSample` it is the medoid of members drawn without replacement under the context's
 * seed, the same members in every layer: the exact one when the sample is the whole class.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when a class has no member that counts
 * @see Carrara et al., Adversarial examples detection in features distance spaces, ECCV Workshops 2018
 */
export async function findRepresentatives(
  features: Features,
  { labels, classes, context, among, medoidSample }: RepresentativesOf,
): Promise<CentroidsAndMedoids> {
  const { data, dimensions } = features;
  const centroids = new Float32Array(classes * dimensions);
  const medoids = new Float32Array(classes * dimensions);
  const medoidRows = new Uint32Array(classes);
  for (let label = 0; label < classes; label++) {
    const rows = rowsOf(labels, label).filter((row) => among?.(row) ?? true);
    if (rows.length === 0)
      throw new CoreError(
        'DEGENERATE_DATA',
        `class ${label}: expected at least one ${among ? 'correctly classified ' : ''}reference image, got none`,
      );
    centroids.set(mean(membersOf(features, rows), dimensions), label * dimensions);
    const drawn = drawRows(rows, medoidSample, splitSeed(context.seed, 'medoid', label));
    const medoid = drawn[await medoidOf(membersOf(features, drawn), dimensions, context)] ?? 0;
    medoidRows[label] = medoid;
    medoids.set(data.subarray(medoid * dimensions, (medoid + 1) * dimensions), label * dimensions);
  }
  return { centroids: { data: centroids, dimensions }, medoids: { data: medoids, dimensions }, medoidRows };
}

function rowsOf(labels: Int32Array, label: number): number[] {
  const rows: number[] = [];
  labels.forEach((value, row) => {
    if (value === label) rows.push(row);
  });
  return rows;
}

function membersOf({ data, dimensions }: Features, rows: readonly number[]): Float32Array {
  const members = new Float32Array(rows.length * dimensions);
  rows.forEach((row, at) => {
    members.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return members;
}

/** `size` of the rows drawn without replacement, in their order; all of them when there are no more. */
function drawRows(rows: readonly number[], size: number | undefined, seed: number): readonly number[] {
  if (size === undefined || size >= rows.length) return rows;
  const drawn = shuffledIndices(rows.length, seededRandom(seed)).slice(0, size).sort();
  return Array.from(drawn, (at) => rows[at] ?? 0);
}

function mean(members: Float32Array, dimensions: number): Float64Array {
  const sums = new Float64Array(dimensions);
  for (let at = 0; at < members.length; at++)
    sums[at % dimensions] = (sums[at % dimensions] ?? 0) + (members[at] ?? 0);
  return sums.map((sum) => (sum * dimensions) / members.length);
}

/** Members within this share of the least sum are compared again in double precision. */
const recheckShare = 1e-4;

/** Index of the member with the least summed distance to all others; sums from a matrix product, the best re-summed exactly. */
async function medoidOf(members: Float32Array, dimensions: number, context: Context): Promise<number> {
  const n = members.length / dimensions;
  const center = mean(members, dimensions);
  // Centering first keeps the product's rounding small: distances do not change.
  const centered = members.map((value, at) => value - (center[at % dimensions] ?? 0));
  const all = tf.tensor2d(centered, [n, dimensions]);
  const squares = tf.tidy(() => all.square().sum(1));
  const sums = new Float64Array(n);
  for (const { first, count } of batches(n, 1024)) {
    await breathe(context);
    const block = tf.tidy(() => {
      const some = all.slice([first, 0], [count, dimensions]);
      const products = tf.matMul(some, all, false, true).mul(-2);
      const squared = products.add(squares).add(squares.slice(first, count).expandDims(1));
      return squared.maximum(0).sqrt().sum(1);
    });
    sums.set(block.dataSync(), first);
    block.dispose();
  }
  tf.dispose([all, squares]);
  const least = sums.reduce((best, sum) => Math.min(best, sum), Number.POSITIVE_INFINITY);
  let best = { index: 0, sum: Number.POSITIVE_INFINITY };
  for (let index = 0; index < n; index++) {
    if ((sums[index] ?? 0) > least * (1 + recheckShare) + 1e-6) continue;
    const sum = exactSum(members, index, dimensions);
    if (sum < best.sum) best = { index, sum };
  }
  return best.index;
}

function exactSum(members: Float32Array, index: number, dimensions: number): number {
  let sum = 0;
  for (let from = 0; from < members.length; from += dimensions) {
    let squared = 0;
    for (let at = 0; at < dimensions; at++) {
      const difference = (members[from + at] ?? 0) - (members[index * dimensions + at] ?? 0);
      squared += difference * difference;
    }
    sum += Math.sqrt(squared);
  }
  return sum;
}
