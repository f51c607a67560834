import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import { perImage } from './row-norms';

/** Adam of every image by itself: `point` and moments `[n, h, w, c]`, steps made `[n]`. */
export interface AdamRows {
  readonly point: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
  readonly step: Tensor;
}

const [meanDecay, squareDecay, tiny] = [0.9, 0.999, 1e-8];

/** Moments before the first step. */
export function adamStart(like: Tensor): Pick<AdamRows, 'mean' | 'square'> {
  return { mean: tf.zerosLike(like), square: tf.zerosLike(like) };
}

/** One step down `slope` `[n, h, w, c]` (Kingma and Ba, decays 0.9 and 0.999, 1e-8 added outside the root). */
export function adamStep(
  { point, mean, square, step, slope }: AdamRows & { readonly slope: Tensor },
  learningRate: number,
): AdamRows {
  const made = step.add(1);
  const nextMean = mean.mul(meanDecay).add(slope.mul(1 - meanDecay));
  const nextSquare = square.mul(squareDecay).add(slope.square().mul(1 - squareDecay));
  const unbiased = (moment: Tensor, decay: number) =>
    moment.div(perImage(tf.scalar(1).sub(tf.pow(decay, made)), moment));
  const move = unbiased(nextMean, meanDecay).div(unbiased(nextSquare, squareDecay).sqrt().add(tiny));
  return { point: point.sub(move.mul(learningRate)), mean: nextMean, square: nextSquare, step: made };
}
