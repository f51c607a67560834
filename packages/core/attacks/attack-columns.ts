import type { Norm } from './define-attack';

/** What is kept of an attack, in rows: row `e * images + i` is image i at budget e. A minimal-norm attack has one budget. */
export interface AttackColumns {
  /** Number of images attacked. */
  readonly images: number;
  /** 1 where the attack succeeded, `[rows]`. */
  readonly success: Uint8Array;
  /** L0, L1, L2, Linf in input units, `[rows, 4]`. */
  readonly norms: Float32Array;
}

/** The norms in the order of the columns in which they are kept. */
export const normNames = ['L0', 'L1', 'L2', 'Linf'] as const satisfies readonly Norm[];

/** Size of the perturbation of a row in a norm. */
export function sizeOf({ norms }: Pick<AttackColumns, 'norms'>, row: number, norm: Norm): number {
  return norms[row * normNames.length + normNames.indexOf(norm)] ?? Number.NaN;
}

/** The smallest successful perturbation of each image over all budgets, `[images]`; infinite where none succeeded. */
export function smallestNorms(columns: AttackColumns, norm: Norm): Float64Array {
  const smallest = new Float64Array(columns.images).fill(Number.POSITIVE_INFINITY);
  columns.success.forEach((success, row) => {
    const image = row % columns.images;
    if (success) smallest[image] = Math.min(smallest[image] ?? 0, sizeOf(columns, row, norm));
  });
  return smallest;
}

/** Norms come from sums of single-precision values: a perturbation as large as the budget may read a little more. */
const roundingShare = 1e-5;

/** Whether a perturbation is within a budget, up to rounding. */
export function isWithin(norm: number, budget: number): boolean {
  return norm <= budget * (1 + roundingShare);
}
