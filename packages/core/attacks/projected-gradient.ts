import { z } from 'zod';
import { splitSeed } from '../tensors/random';
import { type BallNorm, ballOf } from './ball';
import { bestOf } from './best-of';
import { climb } from './climb';
import type { Attack } from './define-attack';
import { earlyStop, epsilon, restarts, stepSize, steps, target, targetClass } from './parameters';

/** Parameters of projected gradient descent. */
export const projectedGradientParams = z.object({
  epsilon: epsilon(),
  stepSize: stepSize(),
  steps: steps(),
  restarts: restarts(),
  earlyStop: earlyStop(),
  target: target(),
  targetClass: targetClass(),
});

/** Steps along the steepest ascent of a norm from a random point of its ball, each projected back; `id` splits the seed. */
export function projectedGradient(
  id: string,
  norm: BallNorm,
): Attack<typeof projectedGradientParams>['perturb'] {
  return (model, batch, params, context) => {
    const ball = ballOf(norm, { epsilon: params.epsilon, bounds: model.bounds });
    const { steps, earlyStop, restarts: tries } = params;
    return bestOf({ model, batch, tries, earlyStop }, context, async (some, index) => {
      const seed = index === 0 ? splitSeed(context.seed, id) : splitSeed(context.seed, id, index);
      const start = ball.start(some.batch, seed);
      try {
        const setting = { ...some, start, state: {}, steps, earlyStop };
        return await climb(setting, context, ({ images, gradient, batch: { images: center }, state }) => ({
          images: ball.project(images.add(ball.direction(gradient).mul(params.stepSize)), center),
          state,
        }));
      } finally {
        start.dispose();
      }
    });
  };
}
