import type { Features } from '../activations/features';
import { tf } from '../tensors/tf';

/** More than k are taken from the product in single precision, so that its rounding loses no true neighbor. */
const spare = 16;
/** Where that many do not suffice, since more rows than that are as near as the k-th, so many times as many are taken. */
const widening = 8;
/** Rounding of single precision: half of the distance from 1 to the next number. */
const roundOff = 2 ** -24;

/** The reference set as one tensor. */
export interface Widened {
  /** Each row followed by its squared length, `[rows, dimensions + 1]`: one product with them gives nearness. */
  readonly rows: tf.Tensor2D;
  /** Length of the longest row. */
  readonly longest: number;
}

/** Puts a reference set on the backend; its rows are the caller's to dispose. */
export function widenedRows(reference: readonly Features[]): Widened {
  const rows = tf.tidy(() => {
    const parts = reference.map(({ data, dimensions }) => {
      const rows = tf.tensor2d(data, [data.length / dimensions, dimensions]);
      return tf.concat([rows, rows.square().sum(1, true) as tf.Tensor2D], 1); // kept dimensions: a column
    });
    return parts.length === 1 && parts[0] ? parts[0] : tf.concat(parts, 0);
  });
  const squares = tf.tidy(() => rows.slice([0, rows.shape[1] - 1]).max());
  const longest = Math.sqrt(squares.dataSync()[0] ?? 0);
  squares.dispose();
  return { rows, longest };
}

/** Rows of each query that may be among its k nearest, `[queries, wanted]`: more where the first do not suffice. */
export function nearestCandidates(
  part: Float32Array,
  dimensions: number,
  { widened, k }: { widened: Widened; k: number },
): { candidates: Int32Array; wanted: number } {
  const count = part.length / dimensions;
  const rows = widened.rows.shape[0];
  const nearness = tf.tidy(() => {
    const query = tf.tensor2d(part, [count, dimensions]);
    // 2 q.x - |x|^2 orders rows by nearness: |q|^2 is the same for all of them.
    return tf.matMul(tf.concat([query.mul(2), tf.fill([count, 1], -1)], 1), widened.rows, false, true);
  });
  try {
    for (let wanted = Math.min(rows, k + spare); ; wanted = Math.min(rows, wanted * widening)) {
      const { values, indices } = tf.topk(nearness, wanted, false);
      const [near, candidates] = [values.dataSync(), indices.dataSync<'int32'>()];
      tf.dispose([values, indices]);
      if (wanted === rows || suffices(near, { part, dimensions, wanted, k, longest: widened.longest }))
        return { candidates, wanted };
    }
  } finally {
    nearness.dispose();
  }
}

/**
 * Whether the last candidate of every query is farther than its k-th by more than rounding can hide. The error of a sum of d
 * products is about sqrt(d) roundings of their size; four of them are allowed for.
 */
function suffices(
  near: ArrayLike<number>,
  {
    part,
    dimensions,
    wanted,
    k,
    longest,
  }: { part: Float32Array; dimensions: number; wanted: number; k: number; longest: number },
): boolean {
  const scale = 4 * Math.sqrt(dimensions + 1) * roundOff;
  for (let query = 0; query * wanted < near.length; query++) {
    let squared = 0;
    for (let at = query * dimensions; at < (query + 1) * dimensions; at++)
      squared += (part[at] as number) ** 2; // within the array
    const error = scale * (2 * Math.sqrt(squared) * longest + longest ** 2);
    const [kth, last] = [near[query * wanted + k - 1] as number, near[(query + 1) * wanted - 1] as number]; // k is below wanted, or all rows were taken
    if (!(kth - last > 2 * error)) return false;
  }
  return true;
}
