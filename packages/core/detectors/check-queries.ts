import type { Features } from '../activations/features';
import { CoreError } from '../errors';
import type { Classifier } from '../models/classifier';
import { checkFinite } from '../tensors/check-finite';
import type { Needs } from './needs';
import type { Queries, RowImages } from './queries';
import type { ReferenceSet } from './reference-set';

/** A method, as far as it decides what it must be given. */
interface Needing {
  readonly id: string;
  readonly needs: Needs;
}

/**
 * The queries, looked through; their images are looked through when they are read.
 *
 * @throws {CoreError} `SHAPE` when a layer or the logits have another number of rows than the queries, or images are
 * missing; `NOT_A_NUMBER` when a value is not finite: every distance to it would be meaningless
 */
export function checkedQueries<Q extends Queries>(queries: Q, { id, needs }: Needing): Q {
  const { rows, features, logits, predicted, images } = queries;
  if (predicted.length !== rows)
    throw new CoreError('SHAPE', `predicted classes: expected ${rows}, got ${predicted.length}`);
  for (const [layer, values] of [...features, ['logits', logits] as const]) {
    const { data, dimensions } = values;
    if (data.length !== rows * dimensions)
      throw new CoreError(
        'SHAPE',
        `features of ${layer}: expected ${rows} rows of ${dimensions}, got ${data.length} values`,
      );
    checkFinite(data, layer === 'logits' ? layer : `activations of ${layer}`, dimensions);
  }
  if (!needs.images) return queries;
  if (!images) throw new CoreError('SHAPE', `queries: expected images, which ${id} looks at, got none`);
  return { ...queries, images: checkedImages(images) };
}

function checkedImages({ shape, read }: RowImages): RowImages {
  const size = shape[0] * shape[1] * shape[2];
  return {
    shape,
    read: async (rows) => {
      const values = await read(rows);
      checkFinite(values, `images from row ${rows[0] ?? 0}`, size);
      return values;
    },
  };
}

/** Reference sets with their checks: one object each time, so that what belongs to a set can be found by it. */
const checkedOf = new WeakMap<ReferenceSet, ReferenceSet>();

/**
 * The reference set, whose rows and points are looked through as they are read: a neighbor search would pass over values
 * that are not numbers, and answer all the same. One object for one reference set.
 */
export function checkedReference(reference: ReferenceSet): ReferenceSet {
  const checked = checkedOf.get(reference) ?? withChecks(reference);
  checkedOf.set(reference, checked);
  return checked;
}

function withChecks(reference: ReferenceSet): ReferenceSet {
  return {
    ...reference,
    chunks: (layer) => finiteChunks(reference.chunks(layer), layer),
    representatives: (layer, kind) => {
      const points = reference.representatives(layer, kind);
      checkFinite(points.data, `points of ${layer} in the reference set`, points.dimensions);
      return points;
    },
  };
}

function* finiteChunks(chunks: Iterable<Features>, layer: string): Iterable<Features> {
  let first = 0;
  for (const chunk of chunks) {
    const where = first === 0 ? 'in the reference set' : `in the reference set, of the rows from ${first}`;
    checkFinite(chunk.data, `activations of ${layer} ${where}`, chunk.dimensions);
    yield chunk;
    first += chunk.data.length / chunk.dimensions;
  }
}

/** @throws {CoreError} `SHAPE` when a method that asks the model again is given none */
export function checkModel({ id, needs }: Needing, model: Classifier | undefined): void {
  if (needs.model && !model)
    throw new CoreError('SHAPE', `model: expected the classifier, which ${id} asks again, got none`);
}
