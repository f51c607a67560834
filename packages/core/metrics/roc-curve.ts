import { CoreError } from '../errors';

/** Scores of two groups; higher means more likely adversarial. */
export interface TwoGroups {
  readonly negative: Float32Array | readonly number[];
  readonly positive: Float32Array | readonly number[];
}

/**
 * One point for each distinct score, from the strictest threshold to the loosest: an input is flagged when its score is
 * at least the threshold. The first point flags nothing (threshold infinite).
 */
export interface RocCurve {
  readonly thresholds: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
}

/**
 * The whole curve, every threshold kept: dropping collinear points would move the equal-error threshold.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when a group is empty, `NOT_A_NUMBER` when a score is not finite
 */
export function rocCurve({ negative, positive }: TwoGroups): RocCurve {
  if (negative.length === 0 || positive.length === 0)
    throw new CoreError(
      'DEGENERATE_DATA',
      `ROC: expected two groups, got ${negative.length} negative and ${positive.length} positive inputs`,
    );
  const down = (values: TwoGroups['negative']) => Float64Array.from(values).sort().reverse();
  const [low, high] = [down(negative), down(positive)];
  const ends = [low[0], low.at(-1), high[0], high.at(-1)];
  if (!ends.every(Number.isFinite)) throw new CoreError('NOT_A_NUMBER', 'ROC: expected finite scores');
  const points: [number, number, number][] = [[Number.POSITIVE_INFINITY, 0, 0]];
  let [falsePositives, truePositives] = [0, 0];
  while (falsePositives < low.length || truePositives < high.length) {
    const threshold = Math.max(low[falsePositives] ?? -Infinity, high[truePositives] ?? -Infinity);
    while (low[falsePositives] === threshold) falsePositives++;
    while (high[truePositives] === threshold) truePositives++;
    points.push([threshold, falsePositives / low.length, truePositives / high.length]);
  }
  return {
    thresholds: Float64Array.from(points, ([threshold]) => threshold),
    falsePositiveRate: Float64Array.from(points, ([, rate]) => rate),
    truePositiveRate: Float64Array.from(points, ([, , rate]) => rate),
  };
}

/** The curve for drawing: its corners, of which every n-th and the last are kept where there are more than `most`; `thinned` says so. */
export function thinRocCurve(curve: RocCurve, most = 1000): RocCurve & { readonly thinned: boolean } {
  const { thresholds, falsePositiveRate, truePositiveRate } = curve;
  const corners: number[] = [];
  for (let at = 0; at < thresholds.length; at++) {
    const flat =
      (falsePositiveRate[at - 1] === falsePositiveRate[at] &&
        falsePositiveRate[at] === falsePositiveRate[at + 1]) ||
      (truePositiveRate[at - 1] === truePositiveRate[at] &&
        truePositiveRate[at] === truePositiveRate[at + 1]);
    if (!flat) corners.push(at);
  }
  const stride = Math.max(1, Math.ceil(corners.length / most));
  const kept = corners.filter((_, index) => index % stride === 0 || index === corners.length - 1);
  const pick = (values: Float64Array) => Float64Array.from(kept, (at) => values[at] ?? 0);
  return {
    thresholds: pick(thresholds),
    falsePositiveRate: pick(falsePositiveRate),
    truePositiveRate: pick(truePositiveRate),
    // Points on a straight line are no loss to the eye; a stride above 1 is.
    thinned: stride > 1,
  };
}
