import { CoreError } from '../errors';
import type { RocCurve } from './roc-curve';

/**
 * Area under the ROC curve left of a false positive rate, standardized so that chance gives 0.5 and a perfect detector 1:
 * `(1 + (area - least) / (greatest - least)) / 2`, with the areas of the diagonal and of the unit step as limits. The
 * curve is a straight line between its points, so that ties count a half, as in the whole area.
 *
 * @throws {CoreError} `PARAMETERS` unless `most` is above 0 and at most 1
 * @see McClish, Analyzing a portion of the ROC curve, Medical Decision Making 1989
 */
export function partialAuc({ falsePositiveRate, truePositiveRate }: RocCurve, most: number): number {
  if (!(most > 0 && most <= 1))
    throw new CoreError('PARAMETERS', `most: expected a rate above 0 and at most 1, got ${most}`);
  let area = 0;
  for (let at = 1; at < falsePositiveRate.length; at++) {
    const [left = 0, right = 0] = [falsePositiveRate[at - 1], falsePositiveRate[at]];
    if (left >= most) break;
    const [low = 0, high = 0] = [truePositiveRate[at - 1], truePositiveRate[at]];
    const end = Math.min(right, most);
    const reached = right > left ? low + ((high - low) * (end - left)) / (right - left) : high;
    area += ((end - left) * (low + reached)) / 2;
  }
  const [least, greatest] = [(most * most) / 2, most];
  return (1 + (area - least) / (greatest - least)) / 2;
}
