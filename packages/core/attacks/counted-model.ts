import { pooledOutputs } from '../activations/pooled-outputs';
import type { Classifier } from '../models/classifier';
import { tf } from '../tensors/tf';
import { tidy } from '../tensors/tidy';
import type { AttackedModel, Loss, LossGradient, ModelOutputs } from './define-attack';

/** How often a model was asked about each row of a batch: once for each forward and each backward pass, `[n]`. */
export interface QueryCount {
  /** Row of the whole set at which the batch starts. */
  readonly firstRow: number;
  readonly forward: Uint32Array;
  readonly backward: Uint32Array;
}

/** The model as attacks see it; `count` grows with every call, for the given rows of the whole set. */
export function countedModel(model: Classifier, count: QueryCount, rows: Int32Array): AttackedModel {
  const ask = (column: Uint32Array) => {
    for (const row of rows) column[row - count.firstRow] = (column[row - count.firstRow] ?? 0) + 1;
  };
  return {
    bounds: model.bounds,
    classes: model.classes,
    logits: (images) => {
      ask(count.forward);
      return model.logits(images);
    },
    outputs: (images, taps) => {
      ask(count.forward);
      return tidy(() => pooledOutputs(model, images, taps));
    },
    attackGradient: (images, { labels, targeted }) => {
      ask(count.forward);
      ask(count.backward);
      return tf.tidy(() => {
        const gradient = crossEntropyGradient(model, images, labels);
        return targeted ? gradient.neg() : gradient;
      });
    },
    lossGradient: (images, loss, taps = []) => {
      ask(count.forward);
      ask(count.backward);
      return tidy(() =>
        model.gradients && taps.length === 0
          ? gradientThroughLogits(model, model.gradients, images, loss)
          : gradientByTape(model, images, loss, taps),
      );
    },
    forRows: (some) => countedModel(model, count, some),
  };
}

function crossEntropyGradient(model: Classifier, images: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  if (model.gradients) return model.gradients.crossEntropy(images, labels).gradient;
  const wanted = tf.oneHot(labels, model.classes);
  return tf.grad((x: tf.Tensor) => tf.logSoftmax(model.logits(x)).mul(wanted).sum().neg())(images);
}

/** Forward, the small gradient of the loss with respect to the logits by tape, and back through the model's own graph. */
function gradientThroughLogits(
  model: Classifier,
  gradients: NonNullable<Classifier['gradients']>,
  images: tf.Tensor,
  loss: Loss,
): LossGradient {
  const logits = model.logits(images) as tf.Tensor2D; // [n, classes]
  const found = summedGradient(logits, (x) => loss({ logits: x as tf.Tensor2D, features: [] }));
  return { ...found, logits, features: [], gradient: gradients.ofLogits(images, found.gradient) };
}

function gradientByTape(
  model: Classifier,
  images: tf.Tensor,
  loss: Loss,
  taps: readonly string[],
): LossGradient {
  let outputs: ModelOutputs | undefined;
  const found = summedGradient(images, (x) => {
    outputs = pooledOutputs(model, x, taps);
    for (const tensor of [outputs.logits, ...outputs.features]) tf.keep(tensor);
    return loss(outputs);
  });
  if (!outputs) throw new Error('the loss was not computed');
  const { logits, features } = outputs;
  // Kept against the scope of the gradient: handed to the caller by copies that belong to the scope around.
  const copies = {
    logits: logits.clone(),
    features: features.map((feature) => feature.clone()),
  };
  tf.dispose([logits, ...features]);
  return { ...found, ...copies };
}

/** Losses `[n]` and the gradient of their sum. */
function summedGradient(
  at: tf.Tensor,
  loss: (x: tf.Tensor) => tf.Tensor,
): { loss: tf.Tensor; gradient: tf.Tensor } {
  let losses: tf.Tensor | undefined;
  const gradient = tf.grad((x: tf.Tensor) => {
    losses = tf.keep(loss(x));
    return losses.sum();
  })(at);
  if (!losses) throw new Error('the loss was not computed');
  const copy = losses.clone();
  losses.dispose();
  return { loss: copy, gradient };
}
