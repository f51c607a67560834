import { tf } from '../../tensors/tf';
import { leastSquaredDistance, neighborWeights, type Weighting } from './weighted-support';

/**
 * Temperature T of the softmax over `-d^2 / T` that stands for the hard weights of one input's neighbors: the mean of
 * `d_i^2 - d_1^2`, how much farther than the nearest they are, each counting its hard weight. So T grows with the square
 * of the features' scale, which leaves the softmax alone, and is smaller for `rank`, where near neighbors count more.
 * Where all neighbors are equally far, a millionth of their mean squared distance.
 */
export function softTemperature(distances: ArrayLike<number>, weighting: Weighting): number {
  const squared = Float64Array.from(distances, (distance) => distance * distance);
  const nearest = squared.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let [all, excess, total] = [0, 0, 0];
  neighborWeights(distances, weighting).forEach((weight, index) => {
    all += weight;
    excess += weight * ((squared[index] ?? 0) - nearest);
    total += weight * (squared[index] ?? 0);
  });
  return Math.max(excess / all, (1e-6 * total) / all, leastSquaredDistance);
}

/**
 * Share in [0, 1] of the neighbors that agree, `[n]`, each weighing softmax of `-d^2 / T` over the k neighbors. It has a
 * gradient where the published weights of `uniform` and `rank` have none. `squared` distances `[n, k]`, `agrees` `[n, k]`
 * 1 or 0, `temperatures` `[n]`. Differentiable in `squared`.
 */
export function softSupport(
  squared: tf.Tensor2D,
  { agrees, temperatures }: { agrees: tf.Tensor2D; temperatures: tf.Tensor1D },
): tf.Tensor1D {
  return tf.tidy(() => {
    const weights = squared.div(temperatures.expandDims(1)).neg().softmax(1);
    return weights.mul(agrees).sum(1) as tf.Tensor1D; // one a row
  });
}

/**
 * The distance-weighted share of the neighbors that agree, `[n]`: exact, so that its gradient is that of the published
 * score for as long as the neighbors stay the same. Differentiable in `squared` `[n, k]`.
 */
export function distanceSupport(squared: tf.Tensor2D, agrees: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const weights = squared.maximum(leastSquaredDistance).reciprocal();
    return weights.mul(agrees).sum(1).div(weights.sum(1)) as tf.Tensor1D; // one a row
  });
}
