import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** Axes of everything but the images: `[1, 2, 3]` for `[n, h, w, c]`. */
function valueAxes(x: Tensor): number[] {
  return x.shape.map((_, axis) => axis).slice(1);
}

/** Norm of each image's values: `[n, h, w, c]` to `[n, 1, 1, 1]`, so that it can be multiplied with images. */
export function rowNorms(x: Tensor, norm: 'L1' | 'L2' | 'Linf'): Tensor {
  return tf.tidy(() => {
    const axes = valueAxes(x);
    if (norm === 'L2') return x.square().sum(axes, true).sqrt();
    return norm === 'L1' ? x.abs().sum(axes, true) : x.abs().max(axes, true);
  });
}

/** One value an image `[n]` as `[n, 1, 1, 1]`, so that it can be multiplied with `like`. */
export function perImage(values: Tensor, like: Tensor): Tensor {
  return values.reshape([values.size, ...like.shape.slice(1).map(() => 1)]);
}

/** The norm whose hyperplane distances divide by: L2 for L2, L1 for Linf. */
export function dualNorm(norm: 'L2' | 'Linf'): 'L2' | 'L1' {
  return norm === 'L2' ? 'L2' : 'L1';
}
