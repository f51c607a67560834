import type { Preprocessing } from '../detectors/knn/preprocessing';
import { type Weighting, weightings } from '../detectors/knn/weighted-support';

/**
 * Axes of a whole sweep. Its tensor is `[partitions, layers, preprocessings, weightings, ks, columns]` in C order, where
 * the columns are the macro-AUC and then each set in order; weightings are all three, in the order of `weightings`.
 */
export interface SweepAxes {
  readonly partitions: number;
  readonly layers: readonly string[];
  readonly preprocessings: readonly Preprocessing[];
  readonly ks: readonly number[];
  /** 1 + sets. */
  readonly columns: number;
}

/** A detector that a sweep has judged. */
export interface SweepCell {
  readonly layer: string;
  readonly preprocessing: Preprocessing;
  readonly weighting: Weighting;
  readonly k: number;
}

/** Sizes of the axes, in order. */
export function sweepShape({ partitions, layers, preprocessings, ks, columns }: SweepAxes): number[] {
  return [partitions, layers.length, preprocessings.length, weightings.length, ks.length, columns];
}

/** Place in the tensor of a column of a cell; undefined for a cell that was not swept. */
export function placeOfCell(
  axes: SweepAxes,
  { partition, cell, column }: { partition: number; cell: SweepCell; column: number },
): number | undefined {
  const place = [
    partition,
    axes.layers.indexOf(cell.layer),
    axes.preprocessings.indexOf(cell.preprocessing),
    weightings.indexOf(cell.weighting),
    axes.ks.indexOf(cell.k),
    column,
  ];
  const sizes = sweepShape(axes);
  if (place.some((at, axis) => at < 0 || at >= (sizes[axis] ?? 0))) return undefined;
  return place.reduce((offset, at, axis) => offset * (sizes[axis] ?? 1) + at, 0);
}

/** All cells, in the order of the tensor. */
export function* sweepCells({ layers, preprocessings, ks }: SweepAxes): Generator<SweepCell> {
  for (const layer of layers)
    for (const preprocessing of preprocessings)
      for (const weighting of weightings) for (const k of ks) yield { layer, preprocessing, weighting, k };
}

/**
 * The cell with the greatest macro-AUC in one partition, the first of those that tie; null where no cell has one. Choose
 * in one partition and report from another: the greatest of many numbers is too good for the images that it was chosen on.
 */
export function bestCell(
  aucs: ArrayLike<number>,
  axes: SweepAxes,
  { partition, layer }: { partition: number; layer?: string },
): SweepCell | null {
  let [best, greatest]: [SweepCell | null, number] = [null, Number.NEGATIVE_INFINITY];
  for (const cell of sweepCells(axes)) {
    if (layer !== undefined && cell.layer !== layer) continue;
    const auc = aucs[placeOfCell(axes, { partition, cell, column: 0 }) ?? -1] ?? Number.NaN;
    if (auc > greatest) [best, greatest] = [cell, auc];
  }
  return best;
}
