import { normNames } from '../attacks/attack-columns';
import type { Norm } from '../attacks/define-attack';
import { median } from '../attacks/median';

/** What is known of attacked images, in rows. */
export interface JudgedRows {
  /** 1 where the classifier is fooled, `[rows]`. */
  readonly success: ArrayLike<number>;
  /** Exact detector scores, `[rows]`. */
  readonly scores: ArrayLike<number>;
  /** L0, L1, L2, Linf in input units, `[rows, 4]`. */
  readonly norms: ArrayLike<number>;
}

/** A threshold that was fixed on authentic images, with the share of them that may lie above. */
export interface FixedThreshold {
  readonly falsePositiveRate: number;
  readonly threshold: number;
}

/** What got past the detector at one threshold; norms are over the images that evaded, null when there is none. */
export interface Evasion extends FixedThreshold {
  /** Images that fool the classifier with a score at or below the threshold. */
  readonly evaded: number;
  /** Evaded over attacked. */
  readonly evasionRate: number;
  readonly meanL2: number | null;
  readonly meanLinf: number | null;
  readonly medianL2: number | null;
  readonly medianLinf: number | null;
}

/** Whether a row fools the classifier and the detector: success, and an exact score that is not strictly above the threshold. */
export function evades({ success, scores }: JudgedRows, row: number, threshold: number): boolean {
  return success[row] === 1 && (scores[row] ?? Number.POSITIVE_INFINITY) <= threshold;
}

/** The verdict on some rows at each threshold. */
export function evasions(
  judged: JudgedRows,
  rows: readonly number[],
  thresholds: readonly FixedThreshold[],
): Evasion[] {
  return thresholds.map((fixed) => {
    const past = rows.filter((row) => evades(judged, row, fixed.threshold));
    const sizes = (norm: number) => past.map((row) => judged.norms[row * 4 + norm] ?? 0);
    const mean = (of: readonly number[]) =>
      of.length > 0 ? of.reduce((sum, size) => sum + size, 0) / of.length : null;
    const [l2, linf] = [sizes(2), sizes(3)];
    return {
      ...fixed,
      evaded: past.length,
      evasionRate: rows.length > 0 ? past.length / rows.length : 0,
      meanL2: mean(l2),
      meanLinf: mean(linf),
      medianL2: median(l2),
      medianLinf: median(linf),
    };
  });
}

/** Steps of the grid on which the curve of a minimal-norm attack is given. */
const gridSteps = 50;

/**
 * Share of the images that evade with a perturbation of at most each size, in a norm: on a grid from 0 to the largest that
 * evaded. For an attack that looks for the smallest perturbation, one row an image.
 */
export function evasionCurve(
  judged: JudgedRows,
  rows: readonly number[],
  { threshold, norm }: { threshold: number; norm: Norm },
): { budget: number; evasionRate: number }[] {
  const column = normNames.indexOf(norm);
  const sizes = rows
    .filter((row) => evades(judged, row, threshold))
    .map((row) => judged.norms[row * normNames.length + column] ?? 0);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  if (largest === 0) return [{ budget: 0, evasionRate: sizes.length / Math.max(1, rows.length) }];
  return Array.from({ length: gridSteps + 1 }, (_, step) => {
    const budget = (largest * step) / gridSteps;
    return { budget, evasionRate: sizes.filter((size) => size <= budget).length / rows.length };
  });
}
