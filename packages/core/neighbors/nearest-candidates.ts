import type { Features } from '../activations/features';
import { tf } from '../tensors/tf';

/** More than k are taken from the product in single precision, so that its rounding loses no true neighbor. */
const spare = 16;
/** Where that many do not suffice, since more rows than that are as near as the k-th, so many times as many are taken, once. */
const widening = 8;
/** Rounding of single precision: half of the distance from 1 to the next number. */
const roundOff = 2 ** -24;

/** The reference set as tensors, about its mean: far from the origin a product would lose the digits that tell rows apart. */
export interface Widened {
  /** Each row less the mean, followed by its squared length, `[rows, dimensions + 1]`: one product with them gives nearness. */
  readonly rows: tf.Tensor2D;
  /** `[dimensions]` */
  readonly mean: tf.Tensor;
}

/** Puts a reference set on the backend; both tensors are the caller's to dispose. */
export function widenedRows(reference: readonly Features[]): Widened {
  return tf.tidy(() => {
    const parts = reference.map(({ data, dimensions }) =>
      tf.tensor2d(data, [data.length / dimensions, dimensions]),
    );
    const all = parts.length === 1 && parts[0] ? parts[0] : tf.concat(parts, 0);
    const mean = all.mean(0);
    const centered = all.sub<tf.Tensor2D>(mean);
    const squares = centered.square().sum<tf.Tensor2D>(1, true);
    return { rows: tf.concat([centered, squares], 1), mean };
  });
}

/** Rows that may be among its k nearest, of each query: more where the first do not suffice. */
export function nearestCandidates(
  part: Float32Array,
  dimensions: number,
  { widened, k }: { widened: Widened; k: number },
): Int32Array[] {
  const count = part.length / dimensions;
  const rows = widened.rows.shape[0];
  const wanted = Math.min(rows, k + spare);
  const { nearness, lengths } = tf.tidy(() => {
    const query: tf.Tensor2D = tf.tensor2d(part, [count, dimensions]).sub(widened.mean);
    // 2 q.x - |x|^2 orders rows by nearness: |q|^2 is the same for all of them.
    const asked = tf.concat([query.mul(2), tf.fill([count, 1], -1)], 1);
    return { nearness: tf.matMul(asked, widened.rows, false, true), lengths: query.square().sum(1) };
  });
  const squares = lengths.dataSync();
  const { near, candidates } = look(nearness, wanted);
  const found = Array.from({ length: count }, (_, query) =>
    candidates.subarray(query * wanted, (query + 1) * wanted),
  );
  const open =
    wanted === rows
      ? []
      : [...found.keys()].filter((query) => {
          const of = near.subarray(query * wanted, (query + 1) * wanted);
          return !suffices(of, { squared: squares[query] ?? 0, dimensions, k });
        });
  if (open.length > 0) {
    const wider = Math.min(rows, wanted * widening);
    const some = tf.gather(nearness, open);
    const more = look(some, wider).candidates;
    some.dispose();
    for (const [at, query] of open.entries()) found[query] = more.subarray(at * wider, (at + 1) * wider);
  }
  tf.dispose([nearness, lengths]);
  return found;
}

/** The nearest rows of each query, nearest first. */
function look(nearness: tf.Tensor, wanted: number): { near: Float32Array; candidates: Int32Array } {
  const { values, indices } = tf.topk(nearness, wanted, true);
  const [near, candidates] = [values.dataSync() as Float32Array, indices.dataSync() as Int32Array]; // their dtypes
  tf.dispose([values, indices]);
  return { near, candidates };
}

/**
 * Whether the last candidate of a query is farther than its k-th by more than rounding can hide. The error of a sum of d
 * products is about sqrt(d) roundings of their size; four of them are allowed for. Rows as near as the k-th are no longer than
 * the query and that distance together.
 */
function suffices(
  near: Float32Array,
  { squared, dimensions, k }: { squared: number; dimensions: number; k: number },
): boolean {
  const [kth = 0, last = 0] = [near[k - 1], near.at(-1)];
  const length = Math.sqrt(squared);
  const longest = length + Math.sqrt(Math.max(0, squared - kth));
  const error = 4 * Math.sqrt(dimensions + 1) * roundOff * (2 * length * longest + longest ** 2);
  return kth - last > 2 * error;
}
