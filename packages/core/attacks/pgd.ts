import { defineAttack } from './define-attack';
import { projectedGradient, projectedGradientParams } from './projected-gradient';

/** Projected gradient descent in Linf: the basic iterative method from a uniform random start within the ball. */
export const pgd = defineAttack({
  id: 'pgd',
  title: 'Projected gradient descent',
  summary:
    'Signed-gradient steps from a random point of the ball, each projected back. The common yardstick.',
  source: 'https://arxiv.org/abs/1706.06083',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: projectedGradientParams,
  perturb: projectedGradient('pgd', 'Linf'),
});
