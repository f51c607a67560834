import { CoreError } from '../errors';
import { seededRandom, splitSeed } from '../tensors/random';
import { auc } from './auc';

/** Inputs on which two detectors disagree, and the exact test of whether one is right more often. */
export interface McNemarTest {
  /** Judged rightly by the first only. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * McNemar's exact test: under the null hypothesis each disagreement is a fair coin. Copies of one original would count
 * as independent here, so give one input an original, or read the p-value as too small.
 *
 * @param first whether the first detector judged each input rightly, `[n]`
 * @throws {CoreError} `SHAPE` when the two are of different length
 */
export function mcNemar(first: ArrayLike<boolean>, second: ArrayLike<boolean>): McNemarTest {
  if (first.length !== second.length)
    throw new CoreError('SHAPE', `McNemar's test: expected ${first.length} judgments, got ${second.length}`);
  let [onlyFirst, onlySecond] = [0, 0];
  for (let at = 0; at < first.length; at++) {
    if (first[at] && !second[at]) onlyFirst++;
    if (!first[at] && second[at]) onlySecond++;
  }
  const n = onlyFirst + onlySecond;
  const tail = binomialTail(n, Math.min(onlyFirst, onlySecond));
  return { onlyFirst, onlySecond, pValue: Math.min(1, 2 * tail) };
}

/** Probability of at most `k` heads in `n` fair throws, summed from logarithms. */
function binomialTail(n: number, k: number): number {
  let [logTerm, sum] = [-n * Math.LN2, 0];
  for (let heads = 0; heads <= k; heads++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((n - heads) / (heads + 1));
  }
  return sum;
}

/**
 * Holm's step-down correction: p-values of a family of tests such that rejecting those below a level errs at all with at
 * most that probability. In the order they came.
 *
 * @see Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 1979
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  order.forEach((at, rank) => {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * (pValues[at] ?? 1)));
    adjusted[at] = least;
  });
  return adjusted;
}

/** Scores of two detectors on the same inputs, with the group and the original of each. */
export interface PairedScores {
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
  /** 1 for inputs that count as positive, `[n]`. */
  readonly positive: ArrayLike<number>;
  readonly originals: ArrayLike<number>;
}

/** What resampling says of a difference of two AUCs. */
export interface BootstrapDifference {
  readonly delta: number;
  /** Percentiles 2.5 and 97.5. */
  readonly low: number;
  readonly high: number;
  /** Two-sided: twice the smaller share of resamples on one side of 0, at least 1 / (resamples + 1). */
  readonly pValue: number;
  readonly resamples: number;
}

/**
 * Bootstrap of the difference of two AUCs: originals are drawn with replacement, and all copies of one come along, so it
 * holds where copies are not independent. The check of the closed form.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when one of the groups is empty
 */
export function pairedBootstrap(
  scores: PairedScores,
  { seed, resamples = 1000 }: { seed: number; resamples?: number },
): BootstrapDifference {
  const byOriginal = new Map<number, number[]>();
  for (let at = 0; at < scores.originals.length; at++) {
    const original = scores.originals[at] ?? -1;
    const rows = byOriginal.get(original);
    if (rows) rows.push(at);
    else byOriginal.set(original, [at]);
  }
  const clusters = [...byOriginal.values()];
  const all = clusters.flat();
  const delta = difference(scores, all);
  if (delta === null)
    throw new CoreError('DEGENERATE_DATA', 'bootstrap: expected positive and negative inputs');
  const random = seededRandom(splitSeed(seed, 'pairedBootstrap'));
  const deltas: number[] = [];
  while (deltas.length < resamples) {
    const rows = clusters.flatMap(() => clusters[random.integer(clusters.length)] ?? []);
    // A resample without one of the groups has no AUC: it is drawn again.
    const drawn = difference(scores, rows);
    if (drawn !== null) deltas.push(drawn);
  }
  deltas.sort((a, b) => a - b);
  const quantile = (share: number) => deltas[Math.round(share * (resamples - 1))] ?? delta;
  const below = deltas.filter((value) => value <= 0).length;
  const above = deltas.filter((value) => value >= 0).length;
  const pValue = Math.min(1, (2 * (Math.min(below, above) + 1)) / (resamples + 1));
  return { delta, low: quantile(0.025), high: quantile(0.975), pValue, resamples };
}

function difference({ first, second, positive }: PairedScores, rows: readonly number[]): number | null {
  const high = rows.filter((row) => positive[row] === 1);
  const low = rows.filter((row) => positive[row] !== 1);
  if (high.length === 0 || low.length === 0) return null;
  const of = (scores: ArrayLike<number>) =>
    auc({
      negative: Float32Array.from(low, (row) => scores[row] ?? 0),
      positive: Float32Array.from(high, (row) => scores[row] ?? 0),
    });
  return of(first) - of(second);
}
