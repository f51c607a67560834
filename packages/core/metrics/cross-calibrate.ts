import { seededRandom, shuffledIndices, splitSeed } from '../tensors/random';
import { type CalibrationData, type CalibrationMethod, calibrate, fitCalibration } from './calibration';

/**
 * Probabilities that predictions are right, each from a calibration that never saw the input's original: originals are
 * parted into folds, those with a wrong prediction evenly, and each fold is calibrated by a fit to all others. `[n]`
 *
 * @throws {CoreError} `DEGENERATE_DATA` with fewer than two originals that are right, or wrong
 */
export function crossCalibrate(
  method: CalibrationMethod,
  { scores, right, weights, originals }: CalibrationData & { readonly originals: ArrayLike<number> },
  { seed, folds = 5 }: { seed: number; folds?: number },
): Float64Array {
  const distinct = [...new Set(Array.from(originals))];
  const order = shuffledIndices(distinct.length, seededRandom(splitSeed(seed, 'crossCalibrate')));
  const wrong = new Set(Array.from(originals).filter((_, row) => right[row] === 0));
  const drawn = Array.from(order, (at) => distinct[at] ?? -1);
  // Wrong ones first, one after the other into each fold: no fold holds all of two or more.
  const dealt = [...drawn.filter((of) => wrong.has(of)), ...drawn.filter((of) => !wrong.has(of))];
  const foldOf = new Map(dealt.map((original, place) => [original, place % folds] as const));
  const confidence = new Float64Array(scores.length);
  for (let fold = 0; fold < Math.min(folds, distinct.length); fold++) {
    const rows = Array.from(originals, (_, row) => row);
    const inside = rows.filter((row) => foldOf.get(originals[row] ?? -1) === fold);
    const outside = rows.filter((row) => foldOf.get(originals[row] ?? -1) !== fold);
    const pick = (values: ArrayLike<number>, of: readonly number[]) => of.map((row) => values[row] ?? 0);
    const fitted = fitCalibration(method, {
      scores: pick(scores, outside),
      right: pick(right, outside),
      ...(weights && { weights: pick(weights, outside) }),
    });
    const probabilities = calibrate(fitted, pick(scores, inside));
    inside.forEach((row, at) => {
      confidence[row] = probabilities[at] ?? 0;
    });
  }
  return confidence;
}
