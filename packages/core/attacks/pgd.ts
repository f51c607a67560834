import { z } from 'zod';
import { projectLinf } from '../tensors/projections';
import { randomRows, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { defineAttack } from './define-attack';
import { iterate } from './iterate';
import { epsilon, stepSize, steps, target } from './parameters';

/** Projected gradient descent: the basic iterative method from a random start within the ball. */
export const pgd = defineAttack({
  id: 'pgd',
  title: 'Projected gradient descent',
  summary:
    'Signed-gradient steps from a random point of the ball, each projected back. The common yardstick.',
  source: 'https://arxiv.org/abs/1706.06083',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({ epsilon: epsilon(), stepSize: stepSize(), steps: steps(), target: target() }),
  perturb: async (model, batch, params, context) => {
    const { images, rows } = batch;
    const ball = { center: images, epsilon: params.epsilon, bounds: model.bounds };
    const noise = randomRows(
      { seed: splitSeed(context.seed, 'pgd'), rows, width: images.size / rows.length },
      (random) => (2 * random.uniform() - 1) * params.epsilon,
    );
    const start = tf.tidy(() => projectLinf(images.add(tf.tensor(noise, images.shape)), ball));
    try {
      return await iterate(start, params.steps, context, (x) =>
        projectLinf(x.add(model.attackGradient(x, batch).sign().mul(params.stepSize)), ball),
      );
    } finally {
      start.dispose();
    }
  },
});
