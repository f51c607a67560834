import type { Tensor } from '@tensorflow/tfjs';
import type { Context } from '../context';
import { tf } from '../tensors/tf';
import type { AttackBatch, AttackedModel } from './define-attack';
import { iterateActive, type RowState } from './iterate-active';
import { chooseRows, succeeded } from './verdict';

/** Where images are, and the gradient `[n, h, w, c]` that points to where the attack wants to go. */
export interface Slope<State extends RowState> {
  readonly images: Tensor;
  readonly gradient: Tensor;
  readonly batch: AttackBatch;
  readonly state: State;
}

/**
 * Steps along the gradient of the cross-entropy. With `earlyStop`, an image that is a success where it stands stays there
 * and leaves the batch: the logits come with the gradient, so that this asks the model nothing more.
 *
 * @throws {CancelledError}
 */
export function climb<State extends RowState>(
  {
    earlyStop,
    ...setting
  }: {
    model: AttackedModel;
    batch: AttackBatch;
    start: Tensor;
    state: State;
    steps: number;
    earlyStop: boolean;
  },
  context: Context,
  step: (slope: Slope<State>) => { images: Tensor; state: State },
): Promise<Tensor> {
  return iterateActive(setting, context, ({ model, batch, images, state }) => {
    if (!earlyStop) {
      const moved = step({ images, gradient: model.attackGradient(images, batch), batch, state });
      return { ...moved, finished: tf.zeros([batch.rows.length]) };
    }
    const { logits, gradient } = model.crossEntropy(images, batch.labels);
    const finished = succeeded(logits, batch);
    const uphill = batch.targeted ? gradient.neg() : gradient;
    const moved = step({ images, gradient: uphill, batch, state });
    return { ...moved, images: chooseRows(finished, images, moved.images), finished };
  });
}
