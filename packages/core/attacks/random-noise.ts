import { z } from 'zod';
import { randomRows, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { defineAttack } from './define-attack';
import { epsilon } from './parameters';

/** Uniform noise of an attack's size. A control: a detector that flags it finds noise, not attacks. */
export const randomNoise = defineAttack({
  id: 'randomNoise',
  title: 'Random noise',
  summary:
    'Uniform noise within the ball. A control, not an attack: a detector should not tell it from authentic.',
  source: 'https://doi.org/10.1007/s11042-018-5853-4',
  norm: 'Linf',
  goal: 'fixed-budget',
  needs: 'queries',
  control: true,
  params: z.object({ epsilon: epsilon() }),
  perturb: async (_model, { images, rows }, params, context) =>
    tf.tidy(() => {
      const noise = randomRows(
        { seed: splitSeed(context.seed, 'randomNoise'), rows, width: images.size / rows.length },
        (random) => (2 * random.uniform() - 1) * params.epsilon,
      );
      return images.add(tf.tensor(noise, images.shape));
    }),
});
