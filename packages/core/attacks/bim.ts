import { z } from 'zod';
import { projectLinf } from '../tensors/projections';
import { climb } from './climb';
import { defineAttack } from './define-attack';
import { earlyStop, epsilon, stepSize, steps, target, targetClass } from './parameters';

/** Basic iterative method: signed-gradient steps from the image itself, each projected back onto the ball. */
export const bim = defineAttack({
  id: 'bim',
  title: 'Basic iterative method',
  summary:
    'Small signed-gradient steps from the image itself, kept within the ball. Also called iterated FGSM.',
  source: 'https://arxiv.org/abs/1607.02533',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({
    epsilon: epsilon(),
    stepSize: stepSize(),
    steps: steps(),
    earlyStop: earlyStop(),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: (model, batch, { epsilon, stepSize, steps, earlyStop }, context) => {
    const setting = { model, batch, start: batch.images, state: {}, steps, earlyStop };
    return climb(setting, context, ({ images, gradient, batch: { images: center }, state }) => ({
      images: projectLinf(images.add(gradient.sign().mul(stepSize)), {
        center,
        epsilon,
        bounds: model.bounds,
      }),
      state,
    }));
  },
});
