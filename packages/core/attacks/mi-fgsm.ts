import { z } from 'zod';
import { projectLinf } from '../tensors/projections';
import { tf } from '../tensors/tf';
import { defineAttack } from './define-attack';
import { iterate } from './iterate';
import { epsilon, stepSize, steps, target } from './parameters';

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
    target: target(),
  }),
  perturb: async (model, batch, params, context) => {
    let momentum = tf.zerosLike(batch.images);
    try {
      return await iterate(batch.images, params.steps, context, (x) => {
        const gradient = model.attackGradient(x, batch);
        const axes = x.shape.map((_, axis) => axis).slice(1);
        const scaled = gradient.div(gradient.abs().mean(axes, true).maximum(tiny));
        const next = tf.keep(momentum.mul(params.decay).add(scaled));
        momentum.dispose();
        momentum = next;
        const moved = x.add(momentum.sign().mul(params.stepSize));
        return projectLinf(moved, { center: batch.images, epsilon: params.epsilon, bounds: model.bounds });
      });
    } finally {
      momentum.dispose();
    }
  },
});
