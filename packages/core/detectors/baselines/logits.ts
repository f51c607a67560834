import type { Features } from '../../activations/features';

/** The logits of each row, sharing their memory. */
export function rowsOfLogits({ data, dimensions }: Features): Float32Array[] {
  return Array.from({ length: data.length / dimensions }, (_, row) =>
    data.subarray(row * dimensions, (row + 1) * dimensions),
  );
}

/** Index of the greatest value, ties to the first. */
export function greatestAt(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}

/** `ln sum exp(values)` in double precision, one index left out; -Infinity of nothing. */
export function logSumExp(values: ArrayLike<number>, without = -1): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++)
    if (at !== without) greatest = Math.max(greatest, values[at] ?? 0);
  if (greatest === Number.NEGATIVE_INFINITY) return greatest;
  let sum = 0;
  for (let at = 0; at < values.length; at++)
    if (at !== without) sum += Math.exp((values[at] ?? 0) - greatest);
  return greatest + Math.log(sum);
}

/** Softmax of one row, in double precision. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const all = logSumExp(logits);
  return Float64Array.from(logits, (value) => Math.exp(value - all));
}
