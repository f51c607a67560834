import { type AttackColumns, type AttackedRows, median, normNames, sizeOf } from '@fiducial/core/attacks';
import { writeArray } from '../compute/artifact-access';
import type { Outputs } from '../compute/task';
import type { AttackOutcome } from './attack-results';

/** Everything about attacked images but the images: row `e * images + i` is image i at budget e. */
export interface AllColumns extends AttackColumns {
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
  /** `[rows, classes]`. */
  readonly logits: Float32Array;
  readonly classes: number;
  readonly targets: Int32Array;
  /** Forward and backward, `[rows, 2]`. */
  readonly queries: Uint32Array;
}

/** Columns for all rows, to be filled batch by batch. */
export function emptyColumns({
  images,
  budgets,
  classes,
}: {
  images: number;
  budgets: number;
  classes: number;
}): AllColumns {
  const rows = images * budgets;
  return {
    images,
    classes,
    logits: new Float32Array(rows * classes),
    predicted: new Int32Array(rows),
    confidence: new Float32Array(rows),
    success: new Uint8Array(rows),
    targets: new Int32Array(rows),
    norms: new Float32Array(rows * 4),
    queries: new Uint32Array(rows * 2),
  };
}

/** Puts a batch where it belongs, `row` being its first. */
export function fillColumns(columns: AllColumns, row: number, batch: AttackedRows): void {
  columns.predicted.set(batch.predicted, row);
  columns.confidence.set(batch.confidence, row);
  columns.logits.set(batch.logits, row * columns.classes);
  columns.success.set(batch.success, row);
  columns.targets.set(batch.targets, row);
  columns.norms.set(batch.norms, row * 4);
  columns.queries.set(batch.queries, row * 2);
}

/** Writes each column as an npy artifact of its name. */
export async function writeColumns(outputs: Outputs, columns: AllColumns): Promise<void> {
  const { predicted, confidence, logits, classes, success, targets, norms, queries } = columns;
  const shape = [success.length];
  await writeArray(outputs, 'predicted', { dtype: 'int32', shape, data: predicted });
  await writeArray(outputs, 'confidence', { dtype: 'float32', shape, data: confidence });
  await writeArray(outputs, 'logits', { dtype: 'float32', shape: [...shape, classes], data: logits });
  await writeArray(outputs, 'success', { dtype: 'uint8', shape, data: success });
  await writeArray(outputs, 'targets', { dtype: 'int32', shape, data: targets });
  await writeArray(outputs, 'norms', { dtype: 'float32', shape: [...shape, 4], data: norms });
  await writeArray(outputs, 'queries', { dtype: 'uint32', shape: [...shape, 2], data: queries });
}

/** What was achieved at one budget, by its number. */
export function outcomeOf(
  columns: AllColumns,
  { block, epsilon, noise }: { block: number; epsilon: number | null; noise: Uint8Array | null },
): AttackOutcome {
  const { images } = columns;
  const rows = Array.from({ length: images }, (_, image) => block * images + image);
  const fooled = rows.filter((row) => columns.success[row] === 1);
  const sum = (of: readonly number[], pick: (row: number) => number) =>
    of.reduce((total, row) => total + pick(row), 0);
  const [l0, l1, l2, linf] = normNames.map((norm) => ({
    mean: sum(rows, (row) => sizeOf(columns, row, norm)) / images,
    median: median(fooled.map((row) => sizeOf(columns, row, norm))),
  }));
  if (!l0 || !l1 || !l2 || !linf) throw new Error('there are four norms');
  return {
    epsilon,
    attacked: images,
    successful: fooled.length,
    successRate: fooled.length / images,
    meanL0: l0.mean,
    meanL1: l1.mean,
    meanL2: l2.mean,
    meanLinf: linf.mean,
    medianL0: l0.median,
    medianL1: l1.median,
    medianL2: l2.median,
    medianLinf: linf.median,
    meanConfidence:
      fooled.length > 0 ? sum(fooled, (row) => columns.confidence[row] ?? 0) / fooled.length : null,
    noiseSuccessful: noise ? noise.reduce((total, one) => total + one, 0) : null,
    forwardQueries: sum(rows, (row) => columns.queries[row * 2] ?? 0),
    backwardQueries: sum(rows, (row) => columns.queries[row * 2 + 1] ?? 0),
  };
}
