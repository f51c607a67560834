import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import type { AttackBatch } from './define-attack';

/** Whose prediction left the class, or with a target reached it: `[n]` (bool). The same rule by which `runAttack` judges. */
export function succeeded(
  logits: Tensor,
  { labels, targeted }: Pick<AttackBatch, 'labels' | 'targeted'>,
): Tensor {
  const reached = logits.argMax(1).equal(labels);
  return targeted ? reached : reached.logicalNot();
}

/** What an attack wants more of, `[n]`: cross-entropy with the class to leave, or the negative of that with the target. */
export function attackLoss(
  logits: Tensor,
  { labels, targeted }: Pick<AttackBatch, 'labels' | 'targeted'>,
): Tensor {
  const wanted = tf.oneHot(labels.toInt(), logits.shape[1] ?? 0);
  const likelihood = tf
    .logSoftmax(logits as Tensor2D)
    .mul(wanted)
    .sum(1); // logits are [n, classes]
  return targeted ? likelihood : likelihood.neg();
}

/** The rows of `chosen` where `mask` `[n]` holds, elsewhere those of `others`; both `[n, ...]`. */
export function chooseRows(mask: Tensor, chosen: Tensor, others: Tensor): Tensor {
  return tf.where(mask.reshape([mask.size, ...chosen.shape.slice(1).map(() => 1)]), chosen, others);
}
