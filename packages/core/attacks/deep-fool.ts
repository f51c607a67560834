import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { z } from 'zod';
import { tf } from '../tensors/tf';
import { defineAttack } from './define-attack';
import { iterateActive } from './iterate-active';
import { likeliestOthers, nearestBoundary } from './nearest-boundary';
import { candidates, norm, steps } from './parameters';
import { dualNorm, rowNorms } from './row-norms';
import { successMargin } from './success-margin';

/** Added to the distance of every step, in input units, and to what is divided by: as Foolbox and the authors do. */
const [beyond, tiny] = [1e-4, 1e-8];

/**
 * DeepFool: steps to the nearest boundary of the linearized network, summed up; each iterate is the image plus
 * `1 + overshoot` times the sum, clipped to the bounds, and gradients are taken there, as in the authors' code and in
 * Foolbox. (ART takes them before the overshoot, which it adds once at the end; torchattacks measures from iterate to
 * iterate and succeeds less often.) An image is finished when its prediction has left the label; one that never does
 * returns its last iterate. One that was misclassified stays as it is.
 */
export const deepFool = defineAttack({
  id: 'deepFool',
  title: 'DeepFool',
  summary:
    'Walks to the nearest boundary of the linearized network, again and again. Quick, and near the smallest.',
  source: 'https://arxiv.org/abs/1511.04599',
  norm: 'L2',
  goal: 'minimal-norm',
  params: z.object({
    norm: norm(),
    steps: steps(50),
    overshoot: z
      .number()
      .min(0)
      .max(10)
      .default(0.02)
      .describe('Share by which the sum of steps is lengthened.'),
    candidates: candidates(),
  }),
  perturb: async (model, batch, params, context) => {
    const { images, labels } = batch;
    const state: Readonly<Record<'total' | 'others' | 'done', Tensor>> = tf.tidy(() => {
      const logits = model.logits(images) as Tensor2D; // [n, classes]
      return {
        total: tf.zerosLike(images),
        others: likeliestOthers(logits, labels, params.candidates),
        done: successMargin(logits, batch).greater(0),
      };
    });
    try {
      return await iterateActive(
        { model, batch, start: images, state, steps: params.steps },
        context,
        ({ model, batch, images, state: { total, others, done } }) => {
          const at = { images, labels: batch.labels, candidates: others };
          const boundary = nearestBoundary(model, at, params.norm);
          const moved = total.add(stepTo(boundary, params.norm));
          const next = batch.images.add(moved.mul(1 + params.overshoot)).clipByValue(...model.bounds);
          const kept = tf.where(done.reshape([-1, 1, 1, 1]), images, next);
          const fooled = successMargin(model.logits(kept) as Tensor2D, batch).greater(0); // [n, classes]
          return {
            images: kept,
            state: { total: moved, others, done },
            finished: fooled.logicalOr(done),
          };
        },
      );
    } finally {
      tf.dispose(state);
    }
  },
});

/** The shortest step that crosses a linearized boundary, `[n, h, w, c]`. */
function stepTo({ margin, gradient }: { margin: Tensor; gradient: Tensor }, norm: 'L2' | 'Linf'): Tensor {
  const dual = rowNorms(gradient, dualNorm(norm)).add(tiny);
  const distance = margin.abs().div(dual).add(beyond);
  return norm === 'L2' ? gradient.div(dual).mul(distance) : gradient.sign().mul(distance);
}
