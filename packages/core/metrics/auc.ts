import { errorFunction } from 'simple-statistics';
import { countBelow } from '../tensors/count-below';
import type { TwoGroups } from './roc-curve';
import { sameNumbers } from './same-numbers';

/** Two groups whose inputs belong to clusters: copies of one original are not independent. */
export interface ClusteredGroups extends TwoGroups {
  /** Original of each negative input. */
  readonly negativeClusters: Int32Array | readonly number[];
  readonly positiveClusters: Int32Array | readonly number[];
}

/** What each original contributes to the deviation of an AUC, from its positive and its negative copies. One place an original. */
interface Influences {
  readonly clusters: readonly number[];
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  /** 1 where the original has positive copies. */
  readonly hasPositive: Uint8Array;
  readonly hasNegative: Uint8Array;
}

/** An AUC together with what each original contributed: enough for its variance, and for that of means and differences. */
export interface AucEstimate {
  readonly auc: number;
  readonly influences: Influences;
}

/**
 * Area under the ROC curve by mid-ranks: the share of (positive, negative) pairs in the right order, ties a half; NaN where a
 * group is empty.
 */
export function auc(groups: TwoGroups): number {
  return mean(placements(groups.positive, groups.negative));
}

/**
 * AUC with the clustered form of DeLong's estimator; clusters are original images. With one copy each it equals the
 * plain form. NaN where a group is empty: whoever asks looks first.
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
  const places = placesOf([[...positiveClusters], [...negativeClusters]]);
  const influences = noInfluences([...places.keys()]);
  ofPositive.forEach((placement, at) => {
    const place = places.get(positiveClusters[at] ?? -1) ?? 0;
    influences.positive[place] = (influences.positive[place] ?? 0) + (placement - value) / ofPositive.length;
    influences.hasPositive[place] = 1;
  });
  ofNegative.forEach((placement, at) => {
    const place = places.get(negativeClusters[at] ?? -1) ?? 0;
    influences.negative[place] = (influences.negative[place] ?? 0) + (placement - value) / ofNegative.length;
    influences.hasNegative[place] = 1;
  });
  return { auc: value, influences };
}

/** A place for each original, in the order in which they come first. */
function placesOf(clusters: readonly (readonly number[])[]): Map<number, number> {
  const places = new Map<number, number>();
  for (const some of clusters)
    for (const cluster of some) if (!places.has(cluster)) places.set(cluster, places.size);
  return places;
}

function noInfluences(clusters: readonly number[]): Influences {
  return {
    clusters,
    positive: new Float64Array(clusters.length),
    negative: new Float64Array(clusters.length),
    hasPositive: new Uint8Array(clusters.length),
    hasNegative: new Uint8Array(clusters.length),
  };
}

/** Weighted sum of estimates over the same originals: weights 1/n give a macro-AUC, 1 and -1 a difference. */
export function combineEstimates(parts: readonly { estimate: AucEstimate; weight: number }[]): AucEstimate {
  const clusters = parts.map(({ estimate }) => estimate.influences.clusters);
  // Evaluations of the same inputs have the same originals in the same order: theirs are added without looking them up.
  const [first = []] = clusters;
  const places = clusters.every((own) => sameNumbers(own, first)) ? undefined : placesOf(clusters);
  const sum = noInfluences(places ? [...places.keys()] : first);
  for (const { estimate, weight } of parts) {
    const { influences } = estimate;
    for (let at = 0; at < influences.clusters.length; at++) {
      const place = places?.get(influences.clusters[at] ?? -1) ?? at;
      sum.positive[place] = (sum.positive[place] ?? 0) + weight * (influences.positive[at] ?? 0);
      sum.negative[place] = (sum.negative[place] ?? 0) + weight * (influences.negative[at] ?? 0);
      if (influences.hasPositive[at]) sum.hasPositive[place] = 1;
      if (influences.hasNegative[at]) sum.hasNegative[place] = 1;
    }
  }
  return {
    auc: parts.reduce((total, { estimate, weight }) => total + weight * estimate.auc, 0),
    influences: sum,
  };
}

/** Standard error of an estimate. */
export function standardError({ influences }: AucEstimate): number {
  const { positive, negative, hasPositive, hasNegative } = influences;
  const variance =
    corrected(sumOfProducts(positive, positive), count(hasPositive)) +
    corrected(sumOfProducts(negative, negative), count(hasNegative)) +
    2 * corrected(sumOfProducts(positive, negative), positive.length);
  return Math.sqrt(Math.max(0, variance));
}

/** Those without copies in a group have no influence there, and add nothing. */
function sumOfProducts(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

function count(flags: Uint8Array): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}

/** A sum of `n` terms with the correction n / (n - 1) of a sample variance. */
function corrected(sum: number, n: number): number {
  return n < 2 ? 0 : (sum * n) / (n - 1);
}

const normal975 = 1.959963984540054;

/** Least number of originals of each group from which a variance can be told. */
const leastClusters = 2;

/** Originals with positive and with negative copies, whichever are fewer. */
function clustersOf({ influences: { hasPositive, hasNegative } }: AucEstimate): number {
  return Math.min(count(hasPositive), count(hasNegative));
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
    (value) => (countBelow(sorted, value) + countBelow(sorted, value, true)) / 2 / sorted.length,
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
