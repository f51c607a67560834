import { defineAttack } from './define-attack';
import { projectedGradient, projectedGradientParams } from './projected-gradient';

/**
 * Projected gradient descent in L2: steps along the gradient over its length from a uniform random start within the ball.
 * Of the two definitions in use, ours projects onto the ball and then clips into the bounds, as Foolbox and torchattacks
 * do; ART and CleverHans clip first, which gives other images at the corners of the bounds.
 */
export const pgdL2 = defineAttack({
  id: 'pgdL2',
  title: 'Projected gradient descent, L2',
  summary:
    'Steps along the gradient from a random point of the Euclidean ball, each projected back, then clipped.',
  source: 'https://arxiv.org/abs/1706.06083',
  norm: 'L2',
  goal: 'fixed-budget',
  params: projectedGradientParams,
  perturb: projectedGradient('pgdL2', 'L2'),
});
