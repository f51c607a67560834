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
