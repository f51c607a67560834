import { CoreError } from '../errors';
import { tf } from '../tensors/tf';

/** Features `[n, d]` of a layer's output: a map `[n, h, w, c]` is averaged over space to `[n, c]`, `[n, d]` stays. */
export function pool(output: tf.Tensor): tf.Tensor2D {
  if (output.rank === 4) return tf.mean(output, [1, 2]);
  if (output.rank === 2) return output as tf.Tensor2D; // its rank was just read
  throw new CoreError('SHAPE', `layer output: expected [n, h, w, c] or [n, d], got [${output.shape}]`);
}

/** Number of features that `pool` gives for a layer of this output shape (without the batch). */
export function pooledDimensions(outputShape: readonly number[]): number {
  return outputShape[outputShape.length - 1] ?? 0;
}
