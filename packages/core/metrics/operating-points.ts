import { countBelow } from '../tensors/count-below';
import type { RocCurve, TwoGroups } from './roc-curve';

/** Where false positives and false negatives are equally frequent. */
export interface EqualErrorRate {
  readonly rate: number;
  readonly threshold: number;
}

/** Looked for over all thresholds: the one with the least difference of the two rates, the stricter one in a tie. */
export function equalErrorRate({
  thresholds,
  falsePositiveRate,
  truePositiveRate,
}: RocCurve): EqualErrorRate {
  let best = { rate: 1, threshold: Number.POSITIVE_INFINITY, gap: Number.POSITIVE_INFINITY };
  thresholds.forEach((threshold, at) => {
    const missed = 1 - (truePositiveRate[at] ?? 0);
    const flagged = falsePositiveRate[at] ?? 0;
    const gap = Math.abs(missed - flagged);
    if (gap < best.gap - 1e-12) best = { rate: (missed + flagged) / 2, threshold, gap };
  });
  return { rate: best.rate, threshold: best.threshold };
}

/**
 * Share of inputs judged rightly when those with a score strictly above the threshold are flagged: the published
 * comparison, where a point of the ROC curve flags the threshold itself, too.
 *
 * @see Carrara et al., Adversarial image detection in deep neural networks, Multimedia Tools and Applications 2018
 */
export function accuracyAbove({ negative, positive }: TwoGroups, threshold: number): number {
  const right = countAbove(positive, threshold) + negative.length - countAbove(negative, threshold);
  return right / (negative.length + positive.length);
}

/** Share of scores strictly above a threshold. */
export function rateAbove(scores: TwoGroups['negative'], threshold: number): number {
  return countAbove(scores, threshold) / scores.length;
}

/** The same of scores in rising order: asked again and again, at one threshold after the other. */
export function rateAboveInSorted(sorted: ArrayLike<number>, threshold: number): number {
  return (sorted.length - countBelow(sorted, threshold, true)) / sorted.length;
}

function countAbove(scores: TwoGroups['negative'], threshold: number): number {
  let count = 0;
  for (const score of scores) if (score > threshold) count++;
  return count;
}

/** Highest true positive rate among thresholds whose false positive rate is at most `rate`; nothing is interpolated. */
export function truePositiveRateAt({ falsePositiveRate, truePositiveRate }: RocCurve, rate: number): number {
  return truePositiveRate.reduce(
    (best, value, at) => ((falsePositiveRate[at] ?? 1) <= rate ? Math.max(best, value) : best),
    0,
  );
}

/** Lowest false positive rate among thresholds whose true positive rate is at least `rate`. */
export function falsePositiveRateAt({ falsePositiveRate, truePositiveRate }: RocCurve, rate: number): number {
  return falsePositiveRate.reduce(
    (best, value, at) => ((truePositiveRate[at] ?? 0) >= rate ? Math.min(best, value) : best),
    1,
  );
}

/** Least threshold above which at most the share `rate` of authentic scores lies: the score of the right rank. */
export function thresholdAtFalsePositiveRate(authentic: TwoGroups['negative'], rate: number): number {
  return thresholdInSorted(Float64Array.from(authentic).sort(), rate);
}

/** The same of authentic scores in rising order. */
export function thresholdInSorted(sorted: ArrayLike<number>, rate: number): number {
  const rank = Math.ceil((1 - rate) * sorted.length - 1e-9);
  return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)] ?? 0;
}

/** Area under the precision-recall curve as average precision: precision at each threshold, weighted by the recall gained. */
export function averagePrecision(curve: RocCurve, negatives: number, positives: number): number {
  let [sum, recall] = [0, 0];
  curve.truePositiveRate.forEach((rate, at) => {
    const truePositives = rate * positives;
    const flagged = truePositives + (curve.falsePositiveRate[at] ?? 0) * negatives;
    if (flagged > 0) sum += (rate - recall) * (truePositives / flagged);
    recall = rate;
  });
  return sum;
}
