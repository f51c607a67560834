import type { Features } from '../../activations/features';
import { CoreError } from '../../errors';
import { tf } from '../../tensors/tf';
import type { DifferentiableScore } from '../differentiable-score';
import type { LogisticRegression } from './logistic-regression';

/** A layer in which distances are measured: what whitens its features, and the whitened means of the classes. */
export interface WhitenedLayer {
  readonly layer: string;
  readonly whitening: Features;
  readonly means: Features;
}

/** Log odds of the weighed squared distances to the nearest class, as a function that gradients go through. */
export function softDistances(
  layers: readonly WhitenedLayer[],
  { coefficients, intercept }: LogisticRegression,
): DifferentiableScore {
  const held = layers.map(({ layer, whitening, means }) => ({
    layer,
    whitening: tf.tensor2d(whitening.data, [whitening.dimensions, whitening.dimensions]),
    means: tf.tensor2d(means.data, [means.data.length / means.dimensions, means.dimensions]),
  }));
  return {
    layers: layers.map(({ layer }) => layer),
    refresh: async () => {},
    scores: ({ features }) =>
      tf.tidy(() => {
        const parts = held.map(({ layer, whitening, means }, at) => {
          const of = features.get(layer);
          if (!of) throw new CoreError('SHAPE', `features: expected those of ${layer}, got none`);
          const white = tf.matMul(of, whitening, false, true) as tf.Tensor2D; // n x dimensions
          const squared = squaredDistancesTo(white, means);
          return squared.min(1).mul(coefficients[at] ?? 0);
        });
        return tf.addN(parts).add(intercept);
      }),
    dispose: () => {
      for (const { whitening, means } of held) tf.dispose([whitening, means]);
    },
  };
}

/**
 * Squared distances `[n, m]` of rows `[n, d]` to points `[m, d]`. Differentiable. Both are moved to the points' center
 * first: the product loses digits far from the origin.
 */
export function squaredDistancesTo(rows: tf.Tensor2D, points: tf.Tensor2D): tf.Tensor2D {
  const center = points.mean(0);
  const [x, y] = [rows.sub(center) as tf.Tensor2D, points.sub(center) as tf.Tensor2D]; // their ranks stay
  const products = tf.matMul(x, y, false, true).mul(-2);
  return products.add(x.square().sum(1, true)).add(y.square().sum(1)) as tf.Tensor2D; // n x m
}
