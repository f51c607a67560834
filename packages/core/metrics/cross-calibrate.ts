import { seededRandom, shuffledIndices, splitSeed } from '../tensors/random';
import { type CalibrationData, type CalibrationMethod, calibrate, fitCalibration } from './calibration';

/**
 * Probabilities that predictions are right, each from a calibration that never saw the input's original: originals are
 * parted into folds, and each fold is calibrated by a fit to all others. `[n]`
 *
 * @throws {CoreError} `DEGENERATE_DATA` when the inputs outside some fold are all right, or all wrong
 */
export function crossCalibrate(
  method: CalibrationMethod,
  { scores, right, weights, originals }: CalibrationData & { readonly originals: ArrayLike<number> },
  { seed, folds = 5 }: { seed: number; folds?: number },
): Float64Array {
  const distinct = [...new Set(Array.from(originals))];
  const order = shuffledIndices(distinct.length, seededRandom(splitSeed(seed, 'crossCalibrate')));
  const foldOf = new Map(Array.from(order, (at, place) => [distinct[at] ?? -1, place % folds] as const));
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
