import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';

/**
 * The layers that a method reads: those chosen, or all of the reference set when none is.
 *
 * @throws {CoreError} `PARAMETERS` for a layer that the reference set does not have
 */
export function chosenLayers(reference: ReferenceSet, chosen: readonly string[]): readonly string[] {
  const unknown = chosen.find((layer) => !reference.layers.includes(layer));
  if (unknown)
    throw new CoreError(
      'PARAMETERS',
      `layer: expected one of ${reference.layers.join(', ')}, got ${unknown}`,
    );
  return chosen.length > 0 ? chosen : reference.layers;
}

/**
 * Looks at what a method would measure distances to.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when all rows are of one class, or a layer's features never vary; `PARAMETERS`
 * when fewer rows are there than it counts
 * @throws {CancelledError}
 */
export async function checkReference(
  reference: ReferenceSet,
  {
    layers,
    rows,
    context,
  }: { layers: readonly string[]; rows: { name: string; value: number }; context: Context },
): Promise<void> {
  await breathe(context);
  if (rows.value > reference.rows)
    throw new CoreError(
      'PARAMETERS',
      `${rows.name}: expected 1 to ${reference.rows} (the reference images), got ${rows.value}`,
    );
  checkClasses(reference);
  for (const layer of layers)
    if (!varies(reference.chunks(layer)))
      throw new CoreError(
        'DEGENERATE_DATA',
        `features of ${layer}: expected values that vary over the reference images, got ${reference.rows} equal rows`,
      );
}

/** @throws {CoreError} `DEGENERATE_DATA` when all rows are of one class: nothing would tell classes apart */
export function checkClasses({ labels }: ReferenceSet): void {
  if (labels.every((label) => label === labels[0]))
    throw new CoreError(
      'DEGENERATE_DATA',
      `reference set: expected images of at least two classes, got ${labels.length} of class ${labels[0]}`,
    );
}

/** Whether not all rows are equal. All chunks are read, so that all are looked through. */
function varies(chunks: Iterable<Features>): boolean {
  let first: Float32Array | undefined;
  let found = false;
  for (const { data, dimensions } of chunks) {
    first ??= data.subarray(0, dimensions);
    for (let at = 0; !found && at < data.length; at++) found = data[at] !== first[at % dimensions];
  }
  return found;
}

/** @throws {CoreError} `DEGENERATE_DATA` when all rows `[n, width]` are equal: what is learned from them is nothing */
export function checkTrainingVaries(data: ArrayLike<number>, width: number, what: string): void {
  for (let at = width; at < data.length; at++) if (data[at] !== data[at % width]) return;
  throw new CoreError(
    'DEGENERATE_DATA',
    `${what}: expected values that vary over the training rows, got ${data.length / width} equal rows`,
  );
}

/** Features of a layer, of as many dimensions as were fitted. @throws {CoreError} `SHAPE` when they are not there */
export function featuresOf({ features }: Queries, layer: string, dimensions: number): Features {
  const found = features.get(layer);
  if (found?.dimensions !== dimensions)
    throw new CoreError(
      'SHAPE',
      `queries: expected features of ${layer} in ${dimensions} dimensions, got ${found?.dimensions ?? 'none'}`,
    );
  return found;
}

/** A row of features, sharing their memory. */
export function rowOf({ data, dimensions }: Features, row: number): Float32Array {
  return data.subarray(row * dimensions, (row + 1) * dimensions);
}

/** Squared Euclidean distance of two vectors of one length, in double precision. */
export function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ((a[at] as number) - (b[at] as number)) ** 2; // within both; a hot loop
  return sum;
}
