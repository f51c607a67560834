/** Mean and deviation of each entry, `[width]`. */
export interface Standardization {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

/** Per-entry mean and population deviation of rows; an entry that never varies gets deviation 1. */
export function fitStandardization(values: Float32Array, width: number): Standardization {
  const rows = values.length / width;
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  values.forEach((value, at) => {
    sums[at % width] = (sums[at % width] ?? 0) + value;
    squares[at % width] = (squares[at % width] ?? 0) + value * value;
  });
  const mean = Float32Array.from(sums, (sum) => sum / rows);
  const deviation = Float32Array.from(squares, (sum, at) => {
    const variance = sum / rows - ((sums[at] ?? 0) / rows) ** 2;
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}

/** Rows with each entry brought to mean 0 and deviation 1. */
export function standardize(values: Float32Array, { mean, deviation }: Standardization): Float32Array {
  return values.map(
    (value, at) => (value - (mean[at % mean.length] ?? 0)) / (deviation[at % mean.length] ?? 1),
  );
}
