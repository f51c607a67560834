import type { RocCurve } from './roc-curve';

/** Pointwise interval of a true positive rate, at each threshold of a curve. */
export interface RocBand {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const normal975 = 1.959963984540054;

/**
 * 95 % interval of the true positive rate at each threshold: Wilson's, over as many independent inputs as the clustered
 * ones are worth. Copies of one original are flagged alike, so 2,000 copies of 200 originals may be worth 200 inputs.
 * Where all or none are flagged there is no variance to learn that from, and each cluster counts as one input.
 *
 * @param positive scores with the original of each
 * @see Rao and Scott, A simple method for the analysis of clustered binary data, Biometrics 1992
 */
export function rocBand(
  { thresholds }: Pick<RocCurve, 'thresholds'>,
  positive: { readonly scores: ArrayLike<number>; readonly clusters: ArrayLike<number> },
): RocBand {
  const { scores, clusters } = positive;
  const n = scores.length;
  const sizes = new Map<number, number>();
  for (let at = 0; at < n; at++) sizes.set(clusters[at] ?? -1, (sizes.get(clusters[at] ?? -1) ?? 0) + 1);
  const order = Array.from({ length: n }, (_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const flagged = new Map<number, number>();
  const sumOfSquaredSizes = [...sizes.values()].reduce((sum, size) => sum + size * size, 0);
  // Kept up to date as inputs become flagged: sums over clusters of flagged squared, and of flagged times size.
  let [squared, crossed, count] = [0, 0, 0];
  const low = new Float64Array(thresholds.length);
  const high = new Float64Array(thresholds.length);
  thresholds.forEach((threshold, point) => {
    for (; count < n && (scores[order[count] ?? 0] ?? 0) >= threshold; count++) {
      const cluster = clusters[order[count] ?? 0] ?? -1;
      const before = flagged.get(cluster) ?? 0;
      flagged.set(cluster, before + 1);
      squared += 2 * before + 1;
      crossed += sizes.get(cluster) ?? 0;
    }
    const rate = count / n;
    const deviations = squared - 2 * rate * crossed + rate * rate * sumOfSquaredSizes;
    const correction = sizes.size > 1 ? sizes.size / (sizes.size - 1) : 1;
    const variance = (correction * Math.max(0, deviations)) / (n * n);
    const worth = variance > 0 ? Math.min(n, (rate * (1 - rate)) / variance) : sizes.size;
    [low[point], high[point]] = wilson(rate, Math.max(1, worth));
  });
  return { low, high };
}

/** Wilson's score interval of a rate seen in `n` independent inputs. */
function wilson(rate: number, n: number): [number, number] {
  const z2 = (normal975 * normal975) / n;
  const center = (rate + z2 / 2) / (1 + z2);
  const half = (normal975 * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n))) / (1 + z2);
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
