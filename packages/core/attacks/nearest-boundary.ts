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

/** Images `[n, h, w, c]`, their labels `[n]` and row numbers, and classes `[n, k]` to look at. */
interface At {
  readonly images: Tensor;
  readonly labels: Tensor;
  readonly rows: Int32Array;
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
 * the network is linearized at the image; the first of equals. Costs k gradients an image: in passes of one class each, or
 * where few of the batch's images are left, of as many classes as make up `passRows` images.
 */
export function nearestBoundary(
  model: AttackedModel,
  { candidates, ...at }: At,
  { norm, passRows }: { norm: 'L2' | 'Linf'; passRows: number },
): Boundary {
  const [rows, count] = [at.rows.length, candidates.shape[1] ?? 0];
  const atOnce = Math.max(1, Math.min(count, Math.floor(passRows / rows)));
  let nearest: Nearest | undefined;
  for (let first = 0; first < count; first += atOnce) {
    const some = Math.min(atOnce, count - first);
    const before = nearest;
    nearest = tidy(() => {
      const found = boundariesOf(model, { ...at, candidates: candidates.slice([0, first], [-1, some]) });
      return Array.from({ length: some }, (_, part) =>
        partOf(found, { first: part * rows, rows, norm }),
      ).reduce(nearer, before ?? partOf(found, { first: 0, rows, norm }));
    });
    if (before) disposeAll(before);
  }
  if (!nearest) throw new Error(`candidates: expected some, got shape [${candidates.shape}]`);
  return nearest;
}

/** Boundaries towards k classes `[n, k]` in one pass: class by class, so that the first n are towards the first. */
function boundariesOf(model: AttackedModel, { images, labels, rows, candidates }: At): Boundary {
  const times = candidates.shape[1] ?? 1;
  const repeated = Int32Array.from({ length: rows.length * times }, (_, at) => rows[at % rows.length] ?? 0);
  const to = tf.oneHot(candidates.transpose().flatten().toInt(), model.classes);
  const from = tf.oneHot(labels.tile([times]).toInt(), model.classes);
  const direction = to.toFloat().sub(from.toFloat());
  const tiled = times === 1 ? images : images.tile([times, ...images.shape.slice(1).map(() => 1)]);
  const { loss, gradient } = model
    .forRows(repeated)
    .lossGradient(tiled, ({ logits }) => logits.mul(direction).sum(1));
  return { margin: perImage(loss, images), gradient };
}

/** The boundaries of one class among those of several. */
function partOf(
  { margin, gradient }: Boundary,
  { first, rows, norm }: { first: number; rows: number; norm: 'L2' | 'Linf' },
): Nearest {
  const own = { margin: rowsOf(margin, first, rows), gradient: rowsOf(gradient, first, rows) };
  return { ...own, distance: own.margin.abs().div(rowNorms(own.gradient, dualNorm(norm)).add(tiny)) };
}

function rowsOf(tensor: Tensor, first: number, rows: number): Tensor {
  const rest = tensor.shape.slice(1);
  return tensor.slice([first, ...rest.map(() => 0)], [rows, ...rest]);
}

function nearer(kept: Nearest, next: Nearest): Nearest {
  const better = next.distance.less(kept.distance);
  return {
    margin: tf.where(better, next.margin, kept.margin),
    gradient: tf.where(better, next.gradient, kept.gradient),
    distance: tf.where(better, next.distance, kept.distance),
  };
}
