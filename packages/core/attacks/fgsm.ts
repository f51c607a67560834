import { z } from 'zod';
import { tf } from '../tensors/tf';
import { defineAttack } from './define-attack';
import { epsilon, target, targetClass } from './parameters';

/** Fast gradient sign method: one step of length epsilon along the sign of the gradient. */
export const fgsm = defineAttack({
  id: 'fgsm',
  title: 'Fast gradient sign method',
  summary: 'One signed-gradient step to the edge of the ball. The cheapest attack, and the weakest.',
  source: 'https://arxiv.org/abs/1412.6572',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({ epsilon: epsilon(), target: target(), targetClass: targetClass() }),
  perturb: async (model, batch, params) =>
    tf.tidy(() => batch.images.add(model.attackGradient(batch.images, batch).sign().mul(params.epsilon))),
});
