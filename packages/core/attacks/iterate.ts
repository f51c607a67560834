import type { Tensor } from '@tensorflow/tfjs';
import { breathe, type Context } from '../context';
import { tf } from '../tensors/tf';

/**
 * Applies `step` again and again. Owns what an iteration allocates: everything but the new images is freed after each
 * step, and cancellation is looked for between two steps.
 *
 * @returns the last images; the caller keeps `start`
 * @throws {CancelledError}
 */
export async function iterate(
  start: Tensor,
  steps: number,
  context: Context,
  step: (images: Tensor, index: number) => Tensor,
): Promise<Tensor> {
  let current = start.clone();
  try {
    for (let index = 0; index < steps; index++) {
      await breathe(context);
      const next = tf.tidy(() => step(current, index));
      current.dispose();
      current = next;
    }
  } catch (error) {
    current.dispose();
    throw error;
  }
  return current;
}
