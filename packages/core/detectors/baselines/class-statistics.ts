import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { batches } from '../../tensors/batches';
import { tf } from '../../tensors/tf';
import type { ReferenceSet } from '../reference-set';
import { rowOf } from './check-reference';

/** Means of the classes in one layer, and how many images each has. */
export interface ClassMeans {
  /** `[classes, dimensions]`; zeros where a class has no image. */
  readonly means: Float64Array;
  /** `[classes]` */
  readonly counts: Float64Array;
  readonly dimensions: number;
}

/** Means of all classes in a layer, in double precision. */
export function classMeans(reference: ReferenceSet, layer: string): ClassMeans {
  const dimensions = reference.dimensions(layer);
  const means = new Float64Array(reference.classes * dimensions);
  const counts = new Float64Array(reference.classes);
  for (const { label, vector } of labeledRows(reference, layer)) {
    counts[label] = (counts[label] ?? 0) + 1;
    for (let at = 0; at < dimensions; at++)
      means[label * dimensions + at] = (means[label * dimensions + at] as number) + (vector[at] as number); // within both
  }
  return {
    means: means.map((sum, at) => sum / Math.max(1, counts[Math.floor(at / dimensions)] ?? 1)),
    counts,
    dimensions,
  };
}

/** The rows of a layer in order, each with its class. */
export function* labeledRows(
  reference: ReferenceSet,
  layer: string,
): Iterable<{ label: number; vector: Float32Array }> {
  let row = 0;
  for (const chunk of reference.chunks(layer))
    for (let at = 0; at < chunk.data.length / chunk.dimensions; at++, row++)
      yield { label: reference.labels[row] ?? 0, vector: rowOf(chunk, at) };
}

const blockRows = 1024;

/**
 * The covariance that all classes share, `[dimensions, dimensions]`: mean over all rows (1/N) of the products of what
 * remains when each row's class mean is taken away. Blocks of products are summed in double precision.
 *
 * @throws {CancelledError}
 */
export async function tiedCovariance(
  reference: ReferenceSet,
  layer: string,
  { means, dimensions, context }: ClassMeans & { context: Context },
): Promise<Float64Array> {
  const sum = new Float64Array(dimensions * dimensions);
  let first = 0;
  for (const chunk of reference.chunks(layer)) {
    const rows = chunk.data.length / dimensions;
    for (const block of batches(rows, blockRows)) {
      await breathe(context);
      const residuals = residualsOf(chunk, { ...block, labels: reference.labels.subarray(first), means });
      const product = tf.tidy(() => {
        const x = tf.tensor2d(residuals, [block.count, dimensions]);
        return tf.matMul(x, x, true, false);
      });
      product.dataSync().forEach((value, at) => {
        sum[at] = (sum[at] as number) + value; // of one size
      });
      product.dispose();
    }
    first += rows;
  }
  return sum.map((value) => value / reference.rows);
}

function residualsOf(
  { data, dimensions }: Features,
  { first, count, labels, means }: { first: number; count: number; labels: Int32Array; means: Float64Array },
): Float32Array {
  return data.slice(first * dimensions, (first + count) * dimensions).map((value, index) => {
    const label = labels[first + Math.floor(index / dimensions)] ?? 0;
    return value - (means[label * dimensions + (index % dimensions)] ?? 0);
  });
}
