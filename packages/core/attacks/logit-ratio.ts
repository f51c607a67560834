import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { CoreError } from '../errors';
import { tf } from '../tensors/tf';
import type { AttackBatch, AttackedModel, ModelOutputs } from './define-attack';

/** Guards the division where the leading logits are equal. */
const tiny = 1e-12;

/**
 * Difference of logits ratio, `[n]`, higher where the attack is nearer: with z sorted as z1 >= z2 >= ...,
 * `-(zy - max of the others) / (z1 - z3)` for class y to leave. Unlike cross-entropy it does not change when all logits
 * are shifted or scaled. Towards a class t (`towards` `[n]` int32): `-(zy - zt) / (z1 - (z3 + z4) / 2)`. With a target the
 * batch's label is t, and y, which nobody names then, is the likeliest other class (our choice).
 */
export function logitRatio(
  { labels, targeted }: Pick<AttackBatch, 'labels' | 'targeted'>,
  towards?: Tensor,
): (outputs: ModelOutputs) => Tensor {
  return ({ logits }) => {
    const own = labels.dataSync();
    const leaders = leadingClasses(logits, 4);
    const at = (rank: number) =>
      pick(
        logits,
        leaders.map((row) => row[rank] ?? 0),
      );
    const rival = leaders.map((row, image) => row.find((label) => label !== own[image]) ?? 0);
    const label = pick(logits, [...own]);
    const other = pick(logits, rival);
    if (!targeted && !towards) return other.sub(label).div(at(0).sub(at(2)).add(tiny));
    const goal = targeted ? label : pick(logits, [...(towards ?? labels).dataSync()]);
    const from = targeted ? other : label;
    return goal.sub(from).div(
      at(0)
        .sub(at(2).add(at(3)).div(2))
        .add(tiny),
    );
  };
}

/** @throws {CoreError} `PARAMETERS` when a model has too few classes for the ratio: 3, or with a class to reach 4 */
export function checkRatioClasses({ classes }: Pick<AttackedModel, 'classes'>, towards: boolean): void {
  const least = towards ? 4 : 3;
  if (classes < least)
    throw new CoreError(
      'PARAMETERS',
      `classes: expected at least ${least} for the difference of logits ratio${towards ? ' towards a class' : ''}, got ${classes}`,
    );
}

/**
 * Classes of each image by falling logit, the first `count`. Read out instead of by `topk`: which classes lead is
 * constant for the gradient, and the tape knows no gradient of `topk`.
 */
export function leadingClasses(logits: Tensor, count: number): number[][] {
  const values = logits.dataSync();
  const [images = 0, classes = 0] = logits.shape;
  return Array.from({ length: images }, (_, image) => {
    const row = values.subarray(image * classes, (image + 1) * classes);
    const leaders: number[] = [];
    row.forEach((logit, label) => {
      const place = leaders.findIndex((known) => logit > (row[known] ?? 0));
      if (place >= 0) leaders.splice(place, 0, label);
      else if (leaders.length < count) leaders.push(label);
      if (leaders.length > count) leaders.pop();
    });
    return leaders;
  });
}

/** One logit of each image, `[n]`. */
function pick(logits: Tensor2D, classes: readonly number[]): Tensor1D {
  return logits.mul(tf.oneHot(tf.tensor1d([...classes], 'int32'), logits.shape[1])).sum(1);
}
