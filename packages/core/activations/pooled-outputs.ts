import type { Classifier } from '../models/classifier';
import type { tf } from '../tensors/tf';
import { pool } from './pool';

/**
 * Logits `[n, classes]` and the named layers' features `[n, d]` in one forward pass, by the model's graph where it has
 * one. Differentiable.
 */
export function pooledOutputs(
  model: Classifier,
  images: tf.Tensor,
  taps: readonly string[],
): { logits: tf.Tensor2D; features: tf.Tensor2D[] } {
  const compiled = model.features?.(images, taps);
  // Both are matrices by the contract of `features`; logits are in any case.
  if (compiled)
    return { logits: compiled.logits as tf.Tensor2D, features: compiled.features as tf.Tensor2D[] };
  const outputs = model.forward(images, taps);
  return { logits: outputs.logits as tf.Tensor2D, features: outputs.taps.map(pool) };
}
