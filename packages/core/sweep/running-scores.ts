import { neighborWeight, type Weighting } from '../detectors/knn/weighted-support';
import type { SortedLists } from './sorted-lists';

/**
 * kNN scores of all inputs at one k after another, `[rows]`, in ascending order of k: one pass along the lists, with
 * running sums. The sums are taken in the order in which `knnScore` takes them, so the scores are the same bits.
 * The array is filled anew for the next k: copy what is to be kept.
 */
export function* runningScores(
  { rows, agrees, distances }: SortedLists,
  { weighting, ks }: { weighting: Weighting; ks: readonly number[] },
): Generator<{ readonly k: number; readonly scores: Float32Array }> {
  const weigh = neighborWeight[weighting];
  const agreeing = new Float64Array(rows);
  const all = new Float64Array(rows);
  const scores = new Float32Array(rows);
  let rank = 0;
  for (const k of ks) {
    for (; rank < k; rank++) {
      const first = rank * rows;
      for (let row = 0; row < rows; row++) {
        // Within all arrays; a hot loop.
        const weight = weigh(distances[first + row] as number, rank);
        all[row] = (all[row] as number) + weight;
        if (agrees[first + row] === 1) agreeing[row] = (agreeing[row] as number) + weight;
      }
    }
    for (let row = 0; row < rows; row++) scores[row] = 1 - (agreeing[row] as number) / (all[row] as number);
    yield { k, scores };
  }
}
