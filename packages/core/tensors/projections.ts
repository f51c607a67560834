import { tf } from './tf';

/** `x` brought back to within `epsilon` of `center` in each value, then into the bounds. `[n, h, w, c]`. */
export function projectLinf(
  x: tf.Tensor,
  { center, epsilon, bounds }: { center: tf.Tensor; epsilon: number; bounds: readonly [number, number] },
): tf.Tensor {
  return tf.tidy(() => {
    const low = center.sub(epsilon).maximum(bounds[0]);
    const high = center.add(epsilon).minimum(bounds[1]);
    return x.maximum(low).minimum(high);
  });
}

/**
 * `x` brought back to within `epsilon` of `center` in Euclidean length, then clipped into the bounds. `[n, h, w, c]`.
 * Clipping never leads away from a center within the bounds, so that both hold. (The other order, clip and then project,
 * is ART's and CleverHans'; Foolbox and torchattacks have this one.)
 */
export function projectL2(
  x: tf.Tensor,
  { center, epsilon, bounds }: { center: tf.Tensor; epsilon: number; bounds: readonly [number, number] },
): tf.Tensor {
  return tf.tidy(() => {
    const change = x.sub(center);
    const axes = x.shape.map((_, axis) => axis).slice(1);
    const length = change.square().sum(axes, true).sqrt();
    const scale = tf.scalar(epsilon).div(length.maximum(epsilon));
    return center.add(change.mul(scale)).clipByValue(...bounds);
  });
}
