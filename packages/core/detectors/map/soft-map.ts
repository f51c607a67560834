import { CoreError } from '../../errors';
import { tf } from '../../tensors/tf';
import { squaredDistancesTo } from '../baselines/soft-mahalanobis';
import type { DifferentiableScore } from '../differentiable-score';
import type { Head } from '../heads/head';
import type { Representatives } from '../reference-set';
import { leastNormProduct, type MapDistance } from './evolution-maps';
import type { Standardization } from './standardization';

/** Squared distances are clamped from below by this: at a reference point itself the distance has gradient 0. */
const leastSquared = 1e-12;

/** A fitted map with the network that reads it. */
export interface FittedMap {
  /** By layer in order, `[classes, dimensions]`. */
  readonly points: ReadonlyMap<string, Representatives>;
  readonly distance: MapDistance;
  readonly standardization: Standardization | null;
  readonly head: Head;
  readonly weights: Float32Array;
}

/**
 * The logit of the network that reads an evolution map, through map and standardization. It orders inputs as their
 * probability does, which has no slope where it is near 0 or 1.
 */
export function softMap({
  points,
  distance,
  standardization,
  head,
  weights,
}: FittedMap): DifferentiableScore {
  const layers = [...points].map(([layer, { data, dimensions }]) => ({
    layer,
    points: tf.tensor2d(data, [data.length / dimensions, dimensions]),
  }));
  const classes = layers[0]?.points.shape[0] ?? 0;
  const [mean, deviation] = [standardization?.mean, standardization?.deviation].map((values) =>
    values ? tf.tensor2d(values, [layers.length, classes]) : null,
  );
  const held = tf.tensor1d(weights);
  /** The map as the network reads it, `[n, layers, classes]`. */
  const represent = (features: ReadonlyMap<string, tf.Tensor2D>) =>
    tf.tidy(() => {
      const rows = layers.map((entry) => {
        const of = features.get(entry.layer);
        if (!of) throw new CoreError('SHAPE', `features: expected those of ${entry.layer}, got none`);
        return distance === 'euclidean' ? distances(of, entry.points) : similarities(of, entry.points);
      });
      const maps = tf.stack(rows, 1) as tf.Tensor3D; // n x layers x classes
      return mean && deviation ? (maps.sub(mean).div(deviation) as tf.Tensor3D) : maps; // the same sizes
    });
  return {
    layers: layers.map(({ layer }) => layer),
    refresh: async () => {},
    represent,
    scores: ({ features }) => tf.tidy(() => head.logits(held, represent(features)).squeeze([1])),
    dispose: () => {
      tf.dispose([held, ...layers.map((entry) => entry.points)]);
      for (const values of [mean, deviation]) values?.dispose();
    },
  };
}

/** Euclidean distances `[n, classes]`. By a product, which unlike the differences needs no n classes dimensions values. */
function distances(features: tf.Tensor2D, points: tf.Tensor2D): tf.Tensor {
  return squaredDistancesTo(features, points).maximum(leastSquared).sqrt();
}

/** Cosine similarities `[n, classes]`. */
function similarities(features: tf.Tensor2D, points: tf.Tensor2D): tf.Tensor {
  const lengths = (of: tf.Tensor2D) => of.square().sum(1).maximum(1e-30).sqrt();
  const products = lengths(features).expandDims(1).mul(lengths(points).expandDims(0));
  return tf.matMul(features, points, false, true).div(products.maximum(leastNormProduct));
}
