import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import { disposeAll, tidy } from '../tensors/tidy';
import type { AttackedModel } from './define-attack';
import { dualNorm, perImage, rowNorms } from './row-norms';

/** Linearized decision boundary of each image: where `margin + gradient * (z - image) = 0`. */
export interface Boundary {
  /** Logit of the other class minus that of the label, `[n, 1, 1, 1]`: negative where the label is predicted. */
  readonly margin: Tensor;
  /** Its gradient `[n, h, w, c]`. */
  readonly gradient: Tensor;
}

interface Nearest extends Boundary {
  readonly distance: Tensor;
}

/** Images `[n, h, w, c]`, their labels `[n]`, and classes `[n, k]` to look at. */
interface At {
  readonly images: Tensor;
  readonly labels: Tensor;
  readonly candidates: Tensor;
}

/** Guards the division by the norm of a gradient that is zero. */
const tiny = 1e-12;

/** The `count` likeliest classes of each image but for its label, likeliest first: `[n, count - 1]` (int32). */
export function likeliestOthers(logits: Tensor2D, labels: Tensor, count: number): Tensor2D {
  return tf.tidy(() => {
    const classes = logits.shape[1];
    const others = logits.sub(tf.oneHot(labels.toInt(), classes).toFloat().mul(1e9));
    return tf.topk(others, Math.min(count, classes) - 1).indices as Tensor2D; // as many rows as logits
  });
}

/**
 * Of the boundaries between each image's label and its candidate classes `[n, k]`, the one that is nearest in `norm` when
 * the network is linearized at the image; the first of equals. Costs k gradients an image.
 */
export function nearestBoundary(
  model: AttackedModel,
  { images, labels, candidates }: At,
  norm: 'L2' | 'Linf',
): Boundary {
  return tidy(() => {
    const slope = model.slopes(images);
    const from = tf.oneHot(labels.toInt(), model.classes).toFloat();
    let nearest: Nearest | undefined;
    for (let rank = 0; rank < (candidates.shape[1] ?? 0); rank++) {
      const before = nearest;
      nearest = tidy(() => {
        const to = candidates.slice([0, rank], [-1, 1]).flatten().toInt();
        const { loss, gradient } = slope(tf.oneHot(to, model.classes).toFloat().sub(from));
        const margin = perImage(loss, images);
        const distance = margin.abs().div(rowNorms(gradient, dualNorm(norm)).add(tiny));
        const found = { margin, gradient, distance };
        return before ? nearer(before, found) : found;
      });
      if (before) disposeAll(before);
    }
    if (!nearest) throw new Error(`candidates: expected some, got shape [${candidates.shape}]`);
    return nearest;
  });
}

function nearer(kept: Nearest, next: Nearest): Nearest {
  const better = next.distance.less(kept.distance);
  return {
    margin: tf.where(better, next.margin, kept.margin),
    gradient: tf.where(better, next.gradient, kept.gradient),
    distance: tf.where(better, next.distance, kept.distance),
  };
}
