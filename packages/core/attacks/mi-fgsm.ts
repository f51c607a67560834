import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { projectLinf } from '../tensors/projections';
import { tf } from '../tensors/tf';
import { disposeAll } from '../tensors/tidy';
import { climb } from './climb';
import { defineAttack } from './define-attack';
import { earlyStop, epsilon, stepSize, steps, target, targetClass } from './parameters';

/** Guards the division of a gradient that is zero everywhere: such an image stays where it is. */
const tiny = 1e-12;

/**
 * Momentum iterative FGSM: the gradient, divided by its mean absolute value over the image, is added to a decaying
 * momentum, and the step follows the momentum's sign. (Foolbox divides by the L1 norm instead, which scales all
 * momenta alike and gives the same signs only for decay 1 on images of one size.)
 */
export const miFgsm = defineAttack({
  id: 'miFgsm',
  title: 'Momentum iterative FGSM',
  summary: 'Signed steps along a momentum of past gradients. Transfers to other models better than BIM.',
  source: 'https://arxiv.org/abs/1710.06081',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({
    epsilon: epsilon(),
    stepSize: stepSize(),
    steps: steps(),
    decay: z.number().min(0).max(10).default(1).describe('Share of the momentum kept at each step.'),
    earlyStop: earlyStop(),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: async (model, batch, { epsilon, stepSize, steps, decay, earlyStop }, context) => {
    const state: { momentum: Tensor } = { momentum: tf.zerosLike(batch.images) };
    try {
      const setting = { model, batch, start: batch.images, state, steps, earlyStop };
      return await climb(
        setting,
        context,
        ({ images, gradient, batch: { images: center }, state: before }) => {
          const axes = images.shape.map((_, axis) => axis).slice(1);
          const scaled = gradient.div(gradient.abs().mean(axes, true).maximum(tiny));
          const momentum = before.momentum.mul(decay).add(scaled);
          const moved = images.add(momentum.sign().mul(stepSize));
          return {
            images: projectLinf(moved, { center, epsilon, bounds: model.bounds }),
            state: { momentum },
          };
        },
      );
    } finally {
      disposeAll(state);
    }
  },
});
