/** How far apart values lie that differ in nothing but the seed. */
export interface Spread {
  /** Number of values, at least 2. */
  readonly n: number;
  readonly mean: number;
  /** Of the sample: the sum of squares is divided by n - 1. */
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The spread of values, one a seed; null for fewer than two, of which there is none. */
export function spread(values: readonly number[]): Spread | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    standardDeviation: Math.sqrt(squares / (n - 1)),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  };
}
