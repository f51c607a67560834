import { z } from 'zod';
import { projectLinf } from '../tensors/projections';
import { defineAttack } from './define-attack';
import { iterate } from './iterate';
import { epsilon, stepSize, steps, target } from './parameters';

/** Basic iterative method: signed-gradient steps from the image itself, each projected back onto the ball. */
export const bim = defineAttack({
  id: 'bim',
  title: 'Basic iterative method',
  summary:
    'Small signed-gradient steps from the image itself, kept within the ball. Also called iterated FGSM.',
  source: 'https://arxiv.org/abs/1607.02533',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({ epsilon: epsilon(), stepSize: stepSize(), steps: steps(), target: target() }),
  perturb: (model, batch, params, context) =>
    iterate(batch.images, params.steps, context, (x) => {
      const moved = x.add(model.attackGradient(x, batch).sign().mul(params.stepSize));
      return projectLinf(moved, { center: batch.images, epsilon: params.epsilon, bounds: model.bounds });
    }),
});
