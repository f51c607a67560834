import { type AttackColumns, isWithin, smallestNorms } from './attack-columns';
import type { Norm } from './define-attack';

/** A point of a security curve. */
export interface SecurityPoint {
  /** Largest size of a perturbation, in input units of the attack's norm. */
  readonly budget: number;
  /** Share of the images that the attack fools within it. */
  readonly successRate: number;
}

/** Steps of the grid on which the curve of a minimal-norm attack is given. */
const gridSteps = 50;

/**
 * Success against budget. A fixed-budget attack has a point for each epsilon: the share of the images that it fooled with
 * that epsilon. One that looks for the smallest perturbation has a curve: the share of the images whose perturbation is at
 * most the budget, on a grid from 0 to the largest that succeeded.
 */
export function securityCurve(
  columns: AttackColumns,
  { epsilons, norm }: { epsilons: readonly (number | null)[]; norm: Norm },
): SecurityPoint[] {
  const fixed = epsilons.filter((epsilon) => epsilon !== null);
  if (fixed.length > 0)
    return fixed.map((budget, block) => ({ budget, successRate: successRate(columns, block) }));
  const smallest = smallestNorms(columns, norm);
  const largest = smallest.reduce((most, size) => (Number.isFinite(size) ? Math.max(most, size) : most), 0);
  if (largest === 0) return [{ budget: 0, successRate: 0 }];
  return Array.from({ length: gridSteps + 1 }, (_, step) => {
    const budget = (largest * step) / gridSteps;
    return { budget, successRate: shareWithin(smallest, budget) };
  });
}

/** Share of the images fooled at one budget, by its number. */
export function successRate({ success, images }: AttackColumns, block: number): number {
  const fooled = success.subarray(block * images, (block + 1) * images).reduce((sum, one) => sum + one, 0);
  return fooled / images;
}

/** Share of the images whose smallest successful perturbation is within a budget, which may be infinite. */
export function shareWithin(smallest: Float64Array, budget: number): number {
  const within = smallest.reduce(
    (sum, size) => sum + Number(Number.isFinite(size) && isWithin(size, budget)),
    0,
  );
  return within / smallest.length;
}
