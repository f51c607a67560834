import { tf } from './tf';

/** As `tf.tidy`, for records of our own: frees everything but the tensors in the result, however deep they lie. */
export function tidy<T extends object>(compute: () => T): T {
  // An interface has no index signature, which is all that TensorContainer asks for beyond tensors.
  return tf.tidy(compute as unknown as () => tf.TensorContainer) as T;
}

/** Frees every tensor in the given records. */
export function disposeAll(...held: readonly object[]): void {
  tf.dispose(held as unknown as tf.TensorContainer); // as above
}
