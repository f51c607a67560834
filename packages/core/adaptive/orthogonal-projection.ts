import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** Guards the division by a gradient that is zero everywhere: nothing is then taken away. */
const tiny = 1e-30;

/**
 * The part of each image's gradient `[n, ...]` that is orthogonal to another one's: `g - (g.h / h.h) h`. Small steps along it
 * leave the loss that `h` is the gradient of as it is, to first order.
 */
export function orthogonalTo(g: Tensor, h: Tensor): Tensor {
  return tf.tidy(() => {
    const axes = g.shape.map((_, axis) => axis).slice(1);
    // Brought to length 1 first: squares of small gradients would leave single precision.
    const unit = h.div(h.square().sum(axes, true).sqrt().maximum(tiny));
    return g.sub(unit.mul(g.mul(unit).sum(axes, true)));
  });
}
