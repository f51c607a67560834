import { errorFunction } from 'simple-statistics';
import type { TwoGroups } from './roc-curve';

/** Two groups whose inputs belong to clusters: copies of one original are not independent. */
export interface ClusteredGroups extends TwoGroups {
  /** Original of each negative input. */
  readonly negativeClusters: Int32Array | readonly number[];
  readonly positiveClusters: Int32Array | readonly number[];
}

/** What one original contributes to the deviation of an AUC, from its positive and its negative copies. */
interface Influence {
  positive: number;
  negative: number;
  hasPositive: boolean;
  hasNegative: boolean;
}

/** An AUC together with what each original contributed: enough for its variance, and for that of means and differences. */
export interface AucEstimate {
  readonly auc: number;
  readonly influences: ReadonlyMap<number, Influence>;
}

/** Area under the ROC curve by mid-ranks: the share of (positive, negative) pairs in the right order, ties a half. */
export function auc(groups: TwoGroups): number {
  return mean(placements(groups.positive, groups.negative));
}

/**
 * AUC with the clustered form of DeLong's estimator; clusters are original images. With one copy each it equals the
 * plain form.
 *
 * @see Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 1997
 */
export function estimateAuc({
  negative,
  positive,
  negativeClusters,
  positiveClusters,
}: ClusteredGroups): AucEstimate {
  const ofPositive = placements(positive, negative);
  const ofNegative = placements(negative, positive).map((placement) => 1 - placement);
  const value = mean(ofPositive);
  const influences = new Map<number, Influence>();
  const influenceOf = (cluster: number) => {
    const known = influences.get(cluster) ?? {
      positive: 0,
      negative: 0,
      hasPositive: false,
      hasNegative: false,
    };
    influences.set(cluster, known);
    return known;
  };
  ofPositive.forEach((placement, at) => {
    const influence = influenceOf(positiveClusters[at] ?? -1);
    influence.positive += (placement - value) / ofPositive.length;
    influence.hasPositive = true;
  });
  ofNegative.forEach((placement, at) => {
    const influence = influenceOf(negativeClusters[at] ?? -1);
    influence.negative += (placement - value) / ofNegative.length;
    influence.hasNegative = true;
  });
  return { auc: value, influences };
}

/** Weighted sum of estimates over the same originals: weights 1/n give a macro-AUC, 1 and -1 a difference. */
export function combineEstimates(parts: readonly { estimate: AucEstimate; weight: number }[]): AucEstimate {
  const influences = new Map<number, Influence>();
  for (const { estimate, weight } of parts)
    for (const [cluster, part] of estimate.influences) {
      const sum = influences.get(cluster) ?? {
        positive: 0,
        negative: 0,
        hasPositive: false,
        hasNegative: false,
      };
      influences.set(cluster, {
        positive: sum.positive + weight * part.positive,
        negative: sum.negative + weight * part.negative,
        hasPositive: sum.hasPositive || part.hasPositive,
        hasNegative: sum.hasNegative || part.hasNegative,
      });
    }
  return { auc: parts.reduce((sum, { estimate, weight }) => sum + weight * estimate.auc, 0), influences };
}

/** Standard error of an estimate. */
export function standardError({ influences }: AucEstimate): number {
  const all = [...influences.values()];
  const variance =
    corrected(all.filter(({ hasPositive }) => hasPositive).map(({ positive }) => positive * positive)) +
    corrected(all.filter(({ hasNegative }) => hasNegative).map(({ negative }) => negative * negative)) +
    2 * corrected(all.map(({ positive, negative }) => positive * negative));
  return Math.sqrt(Math.max(0, variance));
}

/** Sum with the correction n / (n - 1) of a sample variance. */
function corrected(terms: readonly number[]): number {
  if (terms.length < 2) return 0;
  return (terms.reduce((sum, term) => sum + term, 0) * terms.length) / (terms.length - 1);
}

const normal975 = 1.959963984540054;

/** Least number of originals of each group from which a variance can be told. */
const leastClusters = 2;

/** Originals with positive and with negative copies, whichever are fewer. */
function clustersOf({ influences }: AucEstimate): number {
  const all = [...influences.values()];
  return Math.min(
    all.filter(({ hasPositive }) => hasPositive).length,
    all.filter(({ hasNegative }) => hasNegative).length,
  );
}

/**
 * 95 % interval, computed on the logit scale so that it stays within [0, 1] and is wider on the side away from 1. At an
 * AUC of exactly 0 or 1 nothing varies: the interval is then Clopper and Pearson's for as many pairs in the right order
 * (or none) as there are originals in the smaller group. Null with fewer than two originals in a group.
 */
export function aucInterval(estimate: AucEstimate): [number, number] | null {
  const { auc: value } = estimate;
  const clusters = clustersOf(estimate);
  if (clusters < leastClusters) return null;
  const outermost = 0.025 ** (1 / clusters);
  if (value >= 1) return [outermost, 1];
  if (value <= 0) return [0, 1 - outermost];
  const center = Math.log(value / (1 - value));
  const half = (normal975 * standardError(estimate)) / (value * (1 - value));
  const back = (logit: number) => 1 / (1 + Math.exp(-logit));
  return [back(center - half), back(center + half)];
}

/** Difference of two AUCs on the same inputs: its 95 % interval and the two-sided p of DeLong's paired test (to 1e-6). */
export interface PairedDifference {
  readonly delta: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
}

/** Paired test between two estimates over the same originals; null with fewer than two originals in a group. */
export function compareEstimates(a: AucEstimate, b: AucEstimate): PairedDifference | null {
  if (Math.min(clustersOf(a), clustersOf(b)) < leastClusters) return null;
  const difference = combineEstimates([
    { estimate: a, weight: 1 },
    { estimate: b, weight: -1 },
  ]);
  const delta = difference.auc;
  const error = standardError(difference);
  if (error === 0) return { delta, low: delta, high: delta, pValue: delta === 0 ? 1 : 0 };
  const pValue = Math.max(0, 1 - errorFunction(Math.abs(delta / error) / Math.SQRT2));
  return { delta, low: delta - normal975 * error, high: delta + normal975 * error, pValue };
}

/** For each value, the share of `others` below it, ties counted a half. O((n + m) log m). */
function placements(values: TwoGroups['negative'], others: TwoGroups['negative']): Float64Array {
  const sorted = Float64Array.from(others).sort();
  return Float64Array.from(
    values,
    (value) => (below(sorted, value) + below(sorted, value, true)) / 2 / sorted.length,
  );
}

/** Number of sorted values less than `value`, or with `inclusive` at most `value`. */
function below(sorted: Float64Array, value: number, inclusive = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? 0;
    if (at < value || (inclusive && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
