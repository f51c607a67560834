/** A ROC curve as typed arrays, from the strictest threshold to the loosest. */
export interface RocPoints {
  /** Inputs with at least this score are flagged; infinite flags nothing. */
  readonly thresholds: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
  readonly nNegative: number;
  readonly nPositive: number;
}

/** Where a detector works: inputs with a score strictly above the threshold are flagged. */
export interface RocPosition {
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** A curve of the server as typed arrays. */
export function rocPoints(curve: {
  readonly thresholds: readonly (number | null)[];
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
  readonly nNegative: number;
  readonly nPositive: number;
}): RocPoints {
  return {
    thresholds: Float64Array.from(curve.thresholds, (value) => value ?? Number.POSITIVE_INFINITY),
    falsePositiveRate: Float64Array.from(curve.falsePositiveRate),
    truePositiveRate: Float64Array.from(curve.truePositiveRate),
    nNegative: curve.nNegative,
    nPositive: curve.nPositive,
  };
}

/**
 * Position on the curve at a threshold. The server leaves out points within straight runs; there the position is read
 * linearly and rounded to whole inputs, so it may be off by part of a run until the server's own count arrives.
 */
export function positionAtThreshold(curve: RocPoints, threshold: number): RocPosition {
  const { thresholds, falsePositiveRate, truePositiveRate, nNegative, nPositive } = curve;
  // Thresholds fall: the last one above `threshold` flags exactly the scores above it.
  const at = Math.max(
    0,
    lastIndexWhere(thresholds, (value) => value > threshold),
  );
  const here = { x: falsePositiveRate[at] ?? 0, y: truePositiveRate[at] ?? 0 };
  const next = { x: falsePositiveRate[at + 1] ?? here.x, y: truePositiveRate[at + 1] ?? here.y };
  const [high, low] = [thresholds[at] ?? 0, thresholds[at + 1] ?? 0];
  const straight = (here.x === next.x || here.y === next.y) && Number.isFinite(high) && high > low;
  /** How much of a run of equally spaced scores from `high` (excluded) down to `low` lies above the threshold. */
  const along = (from: number, to: number, n: number) => {
    const run = Math.round((to - from) * n);
    const flagged = straight && run > 1 ? Math.ceil((run * (high - threshold)) / (high - low)) - 1 : 0;
    return n > 0 ? from + Math.max(0, Math.min(run - 1, flagged)) / n : from;
  };
  return {
    threshold,
    falsePositiveRate: along(here.x, next.x, nNegative),
    truePositiveRate: along(here.y, next.y, nPositive),
  };
}

/** The loosest position that flags at most the share `rate` of the negative inputs; read linearly within straight runs. */
export function positionAtFalsePositiveRate(curve: RocPoints, rate: number): RocPosition {
  const { thresholds, falsePositiveRate, truePositiveRate, nNegative } = curve;
  const at = Math.max(
    0,
    lastIndexWhere(falsePositiveRate, (value) => value <= rate + 1e-12),
  );
  const [x, y] = [falsePositiveRate[at] ?? 0, truePositiveRate[at] ?? 0];
  const [high, low] = [thresholds[at] ?? 0, thresholds[at + 1] ?? Number.NEGATIVE_INFINITY];
  const run = Math.round(((falsePositiveRate[at + 1] ?? x) - x) * nNegative);
  const flat = truePositiveRate[at + 1] === y && run > 1 && Number.isFinite(high);
  const more = flat ? Math.max(0, Math.floor(rate * nNegative + 1e-9) - Math.round(x * nNegative)) : 0;
  return {
    // Strictly above the next lower score are exactly the inputs flagged so far.
    threshold: flat ? high - ((high - low) * (more + 1)) / run : low,
    falsePositiveRate: nNegative > 0 ? x + more / nNegative : x,
    truePositiveRate: y,
  };
}

function lastIndexWhere(values: Float64Array, test: (value: number) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(values[middle] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
