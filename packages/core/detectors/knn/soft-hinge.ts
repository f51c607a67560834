import { tf } from '../../tensors/tf';

/** Neighbors as the hinge takes them, all `[n, m]`. */
export interface HingeNeighbors {
  /** 1 for those of the predicted class, which are to come near; 0 for those to be kept away. */
  readonly agrees: tf.Tensor2D;
  /** Squared distance to the k-th neighbor of each input, `[n]`: what is nearer is counted. */
  readonly reach: tf.Tensor1D;
}

/**
 * The loss that stands for a score by neighbors, `[n]`: mean over the neighbors of `relu(d^2 - eta)` for those of the predicted
 * class and `relu(eta - d^2)` for the others, in units of `eta`, the squared distance to the k-th. It is 0 when all neighbors
 * within reach have that class. Differentiable in `squared` distances `[n, m]`.
 *
 * @see Sitawarin and Wagner, Minimum-norm adversarial examples on KNN and KNN-based models, 2020
 */
export function hingeScores(squared: tf.Tensor2D, { agrees, reach }: HingeNeighbors): tf.Tensor1D {
  return tf.tidy(() => {
    const eta = reach.maximum(1e-12).expandDims(1);
    const beyond = squared.sub(eta).div(eta);
    const sign = agrees.mul(2).sub(1);
    return beyond.mul(sign).relu().mean(1) as tf.Tensor1D; // one a row
  });
}
