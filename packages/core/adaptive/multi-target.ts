import { z } from 'zod';
import { ballOf } from '../attacks/ball';
import type { AttackBatch, AttackedModel } from '../attacks/define-attack';
import { ballNorm, epsilon, steps } from '../attacks/parameters';
import { tf } from '../tensors/tf';
import { bestIterates } from './best-iterates';
import { defineAdaptiveAttack } from './define-adaptive-attack';
import { gradientRules, stepOf } from './orthogonal-pgd';
import { neighborForm, refreshEvery, stepShare } from './parameters';
import { walk } from './walk';

/**
 * Selective or orthogonal PGD towards one class after another, from the clean image each time. Of all iterates the misclassified one with
 * the lowest exact score is kept, whatever its class. It costs as many walks as there are classes to try.
 */
export const multiTarget = defineAdaptiveAttack({
  id: 'multiTarget',
  title: 'Multi-target',
  summary:
    'Tries one class after another by selective or orthogonal PGD, the likeliest first, and keeps the best: some classes are easier to hide in than others.',
  source: 'https://arxiv.org/abs/1910.09338',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({
    rule: z
      .enum(gradientRules)
      .default('selective')
      .describe('How the gradients of classifier and detector become one: see orthogonal PGD.'),
    norm: ballNorm(),
    epsilon: epsilon(),
    stepShare: stepShare(0.1),
    steps: steps(20).describe('Number of steps towards each class.'),
    classes: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Number of classes tried, the likeliest of the clean image first; every class unless given.'),
    refreshEvery: refreshEvery(),
    neighborForm: neighborForm(),
  }),
  perturb: async (known, batch, params, context) => {
    const { norm, epsilon, steps, refreshEvery, rule } = params;
    const ball = ballOf(norm, { epsilon, bounds: known.model.bounds });
    const best = bestIterates(batch.images);
    const ranked = rankedTargets(known.model, batch, params.classes ?? known.model.classes - 1);
    for (const [at, labels] of ranked.entries()) {
      const towards: AttackBatch = { ...batch, labels: tf.tensor1d(labels, 'int32'), targeted: true };
      const going = { ...known, batch: towards, judged: batch, start: batch.images, steps, refreshEvery };
      try {
        await walk({ ...going, best, firstStep: at * (steps + 1) }, context, (here) =>
          stepOf(here, { ball, rule, length: params.stepShare * epsilon }),
        );
      } finally {
        towards.labels.dispose();
      }
    }
    return best.images();
  },
});

/** Of each image the likeliest class but its own, then the second likeliest, and on: `count` lists of one class an image. */
function rankedTargets(model: AttackedModel, { images, labels }: AttackBatch, count: number): Int32Array[] {
  const logits = tf.tidy(() => model.logits(images));
  const values = logits.dataSync();
  const own = labels.dataSync();
  logits.dispose();
  const orders = Array.from(own, (label, row) => {
    const of = (index: number) => values[row * model.classes + index] ?? 0;
    return Array.from({ length: model.classes }, (_, index) => index)
      .filter((index) => index !== label)
      .sort((a, b) => of(b) - of(a) || a - b);
  });
  return Array.from({ length: Math.min(count, model.classes - 1) }, (_, rank) =>
    Int32Array.from(orders, (order) => order[rank] ?? 0),
  );
}
