import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import { batches } from '../../tensors/batches';
import { symmetricEigen } from '../../tensors/symmetric-eigen';
import { tf } from '../../tensors/tf';
import { classMeans, tiedCovariance } from '../baselines/class-statistics';
import type { ReferenceSet } from '../reference-set';

/** What is done to features before they are compared. */
export const preprocessings = ['none', 'l2', 'pca', 'pcaWhitening'] as const;
/** One of `preprocessings`. */
export type Preprocessing = (typeof preprocessings)[number];

/** Principal components that are kept at most, as published. */
const mostComponents = 256;
/**
 * Components whose variance is below this share of the greatest are left out: those of units that are always off have
 * none but the rounding of single precision, which whitening would blow up.
 */
const leastVarianceShare = 1e-6;
/** Guards the length of a vector of zeros, which stays one. */
const leastSquaredLength = 1e-24;

/** What was fitted on the reference set: where features are centered and what they are projected on. */
export interface Projection {
  /** `[dimensions]` */
  readonly mean: Float32Array;
  /** `[components, dimensions]`, greatest variance first; with whitening divided by the deviation along them. */
  readonly axes: Features;
}

/** Preprocessing of one layer, ready to be applied. */
export interface Preprocessed {
  readonly kind: Preprocessing;
  /** There for `pca` and `pcaWhitening`. */
  readonly projection: Projection | null;
}

/**
 * Fits preprocessing on a layer of the reference set: nothing for `none` and `l2`; for the others the principal axes of
 * its population covariance (1/N), 256 at most.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when the features never vary
 * @throws {CancelledError}
 * @see Carrara et al., Adversarial image detection in deep neural networks, Multimedia Tools and Applications 2018
 */
export async function fitPreprocessing(
  reference: ReferenceSet,
  layer: string,
  { kind, context }: { kind: Preprocessing; context: Context },
): Promise<Preprocessed> {
  if (kind === 'none' || kind === 'l2') return { kind, projection: null };
  await breathe(context);
  // As if all rows were of one class: its mean is that of all, and what remains is their covariance.
  const pooled = { ...reference, classes: 1, labels: new Int32Array(reference.rows) };
  const statistics = classMeans(pooled, layer);
  const { means, dimensions } = statistics;
  const covariance = await tiedCovariance(pooled, layer, { ...statistics, context });
  const { values, vectors } = symmetricEigen(covariance, dimensions);
  await breathe(context);
  const greatest = values[0] ?? 0;
  if (!(greatest > 0))
    throw new CoreError(
      'DEGENERATE_DATA',
      `features of ${layer}: expected values that vary over the reference images, got ${reference.rows} equal rows`,
    );
  const kept = values.subarray(0, mostComponents).filter((value) => value > leastVarianceShare * greatest);
  const axes = Float32Array.from({ length: kept.length * dimensions }, (_, index) => {
    const variance = kept[Math.floor(index / dimensions)] ?? 1;
    return (vectors[index] ?? 0) / (kind === 'pcaWhitening' ? Math.sqrt(variance) : 1);
  });
  return { kind, projection: { mean: Float32Array.from(means), axes: { data: axes, dimensions } } };
}

/** Rows `[n, dimensions]` as they are compared, `[n, components]` or `[n, dimensions]`. Differentiable. */
export function preprocessTensor(rows: tf.Tensor2D, { kind, projection }: Preprocessed): tf.Tensor2D {
  if (kind === 'none') return rows;
  return tf.tidy(() => {
    if (!projection)
      return rows.div(rows.square().sum(1, true).maximum(leastSquaredLength).sqrt()) as tf.Tensor2D; // the same sizes
    const { mean, axes } = projection;
    const matrix = tf.tensor2d(axes.data, [axes.data.length / axes.dimensions, axes.dimensions]);
    return tf.matMul(rows.sub(tf.tensor1d(mean)) as tf.Tensor2D, matrix, false, true) as tf.Tensor2D; // n x components
  });
}

const blockRows = 1024;

/**
 * Features as they are compared.
 *
 * @throws {CoreError} `SHAPE` when they have other dimensions than what was fitted
 */
export function preprocess(features: Features, fitted: Preprocessed): Features {
  const { data, dimensions } = features;
  if (fitted.kind === 'none') return features;
  const expected = fitted.projection?.mean.length ?? dimensions;
  if (dimensions !== expected)
    throw new CoreError('SHAPE', `features: expected ${expected} dimensions, got ${dimensions}`);
  const width = fitted.projection ? fitted.projection.axes.data.length / dimensions : dimensions;
  const rows = data.length / dimensions;
  const ready = new Float32Array(rows * width);
  for (const { first, count } of batches(rows, blockRows)) {
    const block = tf.tidy(() => {
      const part = tf.tensor2d(data.subarray(first * dimensions, (first + count) * dimensions), [
        count,
        dimensions,
      ]);
      return preprocessTensor(part, fitted);
    });
    ready.set(block.dataSync(), first * width);
    block.dispose();
  }
  return { data: ready, dimensions: width };
}
