import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** Stands for a bound, a norm or a loss that is not known yet. */
export const unbounded = 1e10;

/** Where each image's search for a constant stands, all `[n]`. */
export interface ConstantSearch {
  readonly constant: Tensor;
  /** Largest constant that did not succeed, and smallest that did. */
  readonly low: Tensor;
  readonly high: Tensor;
  /** 1 where `constant` succeeded, else 0. */
  readonly found: Tensor;
}

/** The next constant to try: ten times the last until one succeeds, then halfway between the bounds. */
export function nextConstant({ constant, low, high, found }: ConstantSearch): Omit<ConstantSearch, 'found'> {
  const succeeded = found.greater(0);
  const lower = tf.where(succeeded, low, constant.maximum(low));
  const upper = tf.where(succeeded, constant.minimum(high), high);
  const halfway = lower.add(upper).div(2);
  return {
    constant: tf.where(upper.less(unbounded), halfway, constant.mul(10)),
    low: lower,
    high: upper,
  };
}
