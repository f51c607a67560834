import type { Tensor2D } from '@tensorflow/tfjs';
import { z } from 'zod';
import { breathe } from '../context';
import { tf } from '../tensors/tf';
import { tidy } from '../tensors/tidy';
import { type AttackBatch, type AttackedModel, defineAttack } from './define-attack';
import { type Answer, type LbfgsRow, startRow, tellRow } from './lbfgs-row';
import { initialConstant, requiredTarget, searches, steps, targetClass } from './parameters';
import { successMargin } from './success-margin';

const params = z.object({
  searches: searches(8),
  steps: steps(60).describe('Evaluations in each search, with those of its line searches.'),
  history: z.int().min(1).max(100).default(10).describe('Number of past steps that L-BFGS remembers.'),
  initialConstant: initialConstant()
    .default(0.1)
    .describe('First weight of the cross-entropy against the size.'),
  target: requiredTarget(),
  targetClass: targetClass(),
});

/**
 * Szegedy's L-BFGS attack: minimizes `constant * crossEntropy(target) + |x - clean|^2` in the box, from the clean image, and
 * searches for the smallest constant that reaches the target, by image: tenfold until one does, then halfway. (The paper
 * weighs the size instead, and does not square it.) Box: projected L-BFGS, see `boxMinimizer`; Foolbox 2, CleverHans 2 and
 * the paper call L-BFGS-B. Images are evaluated together, each at its own point of its own search. Returns of all evaluated
 * points that reach the target the one nearest the clean image, and the clean image where there is none.
 */
export const lbfgs = defineAttack({
  id: 'lbfgs',
  title: 'L-BFGS',
  summary: 'The first attack published: a quasi-Newton search for the smallest change that reaches a class.',
  source: 'https://arxiv.org/abs/1312.6199',
  norm: 'L2',
  goal: 'minimal-norm',
  params,
  perturb: async (model, batch, params, context) => {
    const clean = Float32Array.from(batch.images.dataSync());
    const width = clean.length / batch.rows.length;
    const problem = { ...params, bounds: model.bounds };
    const all = Array.from(batch.rows, (_, place) =>
      startRow(clean.subarray(place * width, (place + 1) * width), place, problem),
    );
    for (;;) {
      const active = all.filter(({ left }) => left > 0);
      if (active.length === 0) break;
      await breathe(context);
      const answers = evaluate(model, batch, active);
      for (const [at, row] of active.entries()) tellRow(row, answers(at), problem);
    }
    const result = new Float32Array(clean.length);
    for (const { best, place } of all) result.set(best, place * width);
    return tf.tensor(result, batch.images.shape);
  },
});

/** Cross-entropy, its gradient and the margin of every active row at the point that it asks for. */
function evaluate(
  model: AttackedModel,
  batch: AttackBatch,
  active: readonly LbfgsRow[],
): (at: number) => Answer {
  const width = batch.images.size / batch.rows.length;
  const places = Int32Array.from(active, ({ place }) => place);
  const points = new Float32Array(active.length * width);
  for (const [at, { minimizer }] of active.entries()) points.set(minimizer.trial, at * width);
  const found = tidy(() => {
    const labels = batch.labels.gather(tf.tensor1d(places, 'int32'));
    const wanted = tf.oneHot(labels.toInt(), model.classes).toFloat();
    const x = tf.tensor(points, [active.length, ...batch.images.shape.slice(1)]);
    const { loss, gradient, logits } = model
      .forRows(places.map((place) => batch.rows[place] ?? 0))
      .lossGradient(x, ({ logits }) => tf.logSoftmax(logits).mul(wanted).sum(1).neg());
    return { loss, gradient, margin: successMargin(logits as Tensor2D, { labels, targeted: true }) };
  });
  const [losses, gradients, margins] = [found.loss, found.gradient, found.margin].map(
    (tensor) => tensor.dataSync() as Float32Array, // losses and gradients are floats
  );
  tf.dispose([found.loss, found.gradient, found.margin]);
  return (at) => ({
    loss: losses?.[at] ?? Number.NaN,
    gradient: gradients?.subarray(at * width, (at + 1) * width) ?? new Float32Array(width),
    margin: margins?.[at] ?? Number.NaN,
  });
}
