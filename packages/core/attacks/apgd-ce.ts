import { splitSeed } from '../tensors/random';
import { apgd, apgdParams, type Objective } from './apgd';
import { ballOf } from './ball';
import { bestOf } from './best-of';
import { defineAttack } from './define-attack';
import { attackLoss } from './verdict';

const crossEntropy: Objective = {
  slope: (model, images, batch) => {
    const { loss, gradient, ...outputs } = model.crossEntropy(images, batch.labels);
    return batch.targeted
      ? { ...outputs, loss: loss.neg(), gradient: gradient.neg() }
      : { ...outputs, loss, gradient };
  },
  height: attackLoss,
};

/** Auto-PGD on the cross-entropy: see `apgd` for the schedule. */
export const apgdCe = defineAttack({
  id: 'apgdCe',
  title: 'APGD on cross-entropy',
  summary: 'Projected gradient steps that choose their own length, with momentum. Needs no step size.',
  source: 'https://arxiv.org/abs/2003.01690',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: apgdParams,
  perturb: (model, batch, params, context) => {
    const ball = ballOf(params.norm, { epsilon: params.epsilon, bounds: model.bounds });
    const { restarts: tries, earlyStop } = params;
    return bestOf({ model, batch, tries, earlyStop }, context, async (some, index) => {
      const start = ball.start(some.batch, splitSeed(context.seed, 'apgdCe', index));
      try {
        return await apgd({ ...some, start, ball, objective: crossEntropy, params }, context);
      } finally {
        start.dispose();
      }
    });
  },
});
