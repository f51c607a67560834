import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** Keeps a class out of a maximum over logits. */
const out = 1e9;

/**
 * Least margin that counts as success for attacks that stop right behind the boundary. Kernels sum a batch of another
 * size in another order: logits up to 20 were seen to differ by 1e-5, and a success must not hang on that.
 */
export const clearMargin = 1e-4;

/**
 * How far each image is beyond the boundary, `[n]`, in logits: positive where the prediction left class `labels`, or with
 * `targeted` is `labels`. Differentiable.
 */
export function successMargin(
  logits: Tensor2D,
  { labels, targeted }: { labels: Tensor; targeted: boolean },
): Tensor {
  return tf.tidy(() => {
    const wanted = tf.oneHot(labels.toInt(), logits.shape[1]).toFloat();
    const own = logits.mul(wanted).sum(1);
    const other = logits.sub(wanted.mul(out)).max(1);
    return targeted ? own.sub(other) : other.sub(own);
  });
}
