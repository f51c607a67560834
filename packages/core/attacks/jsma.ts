import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { z } from 'zod';
import { tf } from '../tensors/tf';
import { type AttackBatch, type AttackedModel, defineAttack } from './define-attack';
import { type ActiveRows, iterateActive, type StepResult } from './iterate-active';
import { inputLength, positiveShare, requiredTarget, targetClass } from './parameters';
import { bestPair } from './saliency-pair';
import { successMargin } from './success-margin';

const params = z.object({
  theta: inputLength().default(1).describe('Change of a value in one step, in input units.'),
  gamma: positiveShare().default(0.145).describe('Largest share of the values that may be changed.'),
  target: requiredTarget(),
  targetClass: targetClass(),
});

/** Of each image: which values were changed (1). */
type State = Readonly<Record<'changed', Tensor>>;

/**
 * Jacobian-based saliency map attack, in pairs: of all pairs of values it raises by theta the one with the greatest product
 * of what it adds to the target's logit and what it takes from the sum of all other logits (gradients of logits, as in the
 * paper; CleverHans and ART take softmax probabilities), until the target is predicted, no pair helps, or a share gamma of
 * the values is changed. A value leaves the search when it reaches the upper bound (CleverHans: as soon as it was changed;
 * the same for theta of the whole range). Values count by channel, not by pixel. An image that does not get there returns
 * as far as it came; one that is classified as wanted stays as it is.
 */
export const jsma = defineAttack({
  id: 'jsma',
  title: 'Jacobian saliency map',
  summary:
    'Changes few values, two at a time: those that do most for the target class. Many pixels stay untouched.',
  source: 'https://arxiv.org/abs/1511.07528',
  norm: 'L0',
  goal: 'minimal-norm',
  params,
  perturb: async (model, batch, given, context) => {
    const { images, rows } = batch;
    const [low, high] = model.bounds;
    const limit = Math.floor((given.gamma * images.size) / rows.length);
    const steps = Math.ceil((limit * (high - low)) / given.theta) + 1;
    const state: State = { changed: tf.zerosLike(images) };
    try {
      return await iterateActive({ model, batch, start: images, state, steps }, context, (active) =>
        step(active, { theta: given.theta, limit }),
      );
    } finally {
      tf.dispose(state);
    }
  },
});

function step(
  { model, batch, images, state }: ActiveRows<State>,
  { theta, limit }: { theta: number; limit: number },
): StepResult<State> {
  const { target, others, margins } = slopes(model, images, batch);
  const values = Float32Array.from(images.dataSync());
  const changed = Float32Array.from(state.changed.dataSync());
  const width = values.length / margins.length;
  const finished = Int32Array.from(margins, (margin, row) => {
    if (margin > 0) return 1;
    const part = (of: Float32Array) => of.subarray(row * width, (row + 1) * width);
    const image = {
      values: part(values),
      changed: part(changed),
      target: part(target),
      others: part(others),
    };
    return Number(!raisePair(image, { theta, limit, high: model.bounds[1] }));
  });
  return {
    images: tf.tensor(values, images.shape),
    state: { changed: tf.tensor(changed, images.shape) },
    finished: tf.tensor1d(finished, 'int32'),
  };
}

/** Raises the best pair of an image's values and marks both as changed; false when there is none. */
function raisePair(
  { values, changed, target, others }: Record<'values' | 'changed' | 'target' | 'others', Float32Array>,
  { theta, limit, high }: { theta: number; limit: number; high: number },
): boolean {
  const used = changed.reduce((sum, one) => sum + one, 0);
  const full = used + 2 > limit;
  const pair = bestPair({
    target,
    others,
    movable: (at) => (values[at] ?? 0) < high && (!full || changed[at] === 1),
  });
  for (const at of pair ?? []) {
    values[at] = Math.min(high, (values[at] ?? 0) + theta);
    changed[at] = 1;
  }
  return pair !== null;
}

/** Gradients of the target's logit and of the sum of all others, and how far the target is from being predicted. */
function slopes(model: AttackedModel, images: Tensor, batch: AttackBatch) {
  const wanted = tf.oneHot(batch.labels.toInt(), model.classes).toFloat();
  const slope = model.slopes(images);
  const [target, others] = [slope(wanted), slope(tf.sub(1, wanted))];
  const values = (tensor: Tensor) => tensor.dataSync() as Float32Array; // floats
  return {
    target: values(target.gradient),
    others: values(others.gradient),
    margins: values(successMargin(target.logits as Tensor2D, batch)),
  };
}
