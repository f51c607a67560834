import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { z } from 'zod';
import { onlyWith } from '../method';
import { splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { apgd, apgdParams, type Objective } from './apgd';
import { ballOf } from './ball';
import { bestOf } from './best-of';
import { type AttackBatch, type AttackedModel, defineAttack } from './define-attack';
import { checkRatioClasses, leadingClasses, logitRatio } from './logit-ratio';

const plain: Objective = {
  slope: (model, images, batch) => model.lossGradient(images, logitRatio(batch)),
  height: (logits, batch) => logitRatio(batch)(outputsOf(logits)),
};

const towardsClass: Objective = {
  slope: (model, images, batch, towards) => model.lossGradient(images, logitRatio(batch, towards)),
  height: (logits, batch, towards) => logitRatio(batch, towards)(outputsOf(logits)),
};

const outputsOf = (logits: Tensor) => ({ logits: logits as Tensor2D, features: [] }); // logits are [n, classes]

/**
 * Auto-PGD on the difference of logits ratio: see `logitRatio` and `apgd`. With `targetClasses` k, an untargeted attack is
 * tried towards each of the k likeliest wrong classes of the clean image in turn, and any wrong class is a success: this
 * is the form in AutoAttack, with k = 9.
 */
export const apgdDlr = defineAttack({
  id: 'apgdDlr',
  title: 'APGD on the difference of logits ratio',
  summary: 'As APGD on cross-entropy, with a loss that no scaling of the logits can flatten.',
  source: 'https://arxiv.org/abs/2003.01690',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: apgdParams.extend({
    targetClasses: z
      .int()
      .min(0)
      .max(999)
      .default(0)
      .meta(onlyWith('target', 'none'))
      .describe(
        'Number of wrong classes, the likeliest first, that an attack without target is led towards, one after another; 0 leads it towards none. At most as many as the model has.',
      ),
  }),
  perturb: async (model, batch, params, context) => {
    const wrongClasses = batch.targeted ? 0 : Math.min(params.targetClasses, model.classes - 1);
    checkRatioClasses(model, batch.targeted || wrongClasses > 0);
    const ball = ballOf(params.norm, { epsilon: params.epsilon, bounds: model.bounds });
    const ranked = wrongClasses > 0 ? wrongClassesOf(model, batch, wrongClasses) : [];
    const tries = params.restarts * Math.max(1, wrongClasses);
    return bestOf({ model, batch, tries, earlyStop: params.earlyStop }, context, async (some, index) => {
      const seed = splitSeed(context.seed, 'apgdDlr', index);
      const goals = some.batch.rows.map((_, at) => ranked[some.places[at] ?? 0]?.[index % wrongClasses] ?? 0);
      const held = { start: ball.start(some.batch, seed), towards: tf.tensor1d(goals, 'int32') };
      const objective = wrongClasses > 0 ? towardsClass : plain;
      try {
        return await apgd({ ...some, ...held, ball, objective, params }, context);
      } finally {
        tf.dispose(held);
      }
    });
  },
});

/** The likeliest classes but for its label of each image; one forward query. */
function wrongClassesOf(model: AttackedModel, { images, labels }: AttackBatch, count: number): number[][] {
  return tf.tidy(() => {
    const own = labels.dataSync();
    return leadingClasses(model.logits(images), count + 1).map((row, at) =>
      row.filter((label) => label !== own[at]).slice(0, count),
    );
  });
}
