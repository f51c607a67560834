import { pooledOutputs } from '../activations/pooled-outputs';
import { CoreError } from '../errors';
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

/**
 * Sees the logits `[n, classes]` of every forward pass, the rows of the whole set that they are of, and whether a gradient was
 * taken there: then it is a place on the attack's way, and no look at something else, such as a guide.
 */
export type Observer = (rows: Int32Array, logits: tf.Tensor, withGradient: boolean) => void;

/** The model as attacks see it; `count` grows with every call, for the given rows of the whole set. */
export function countedModel(
  model: Classifier,
  count: QueryCount,
  rows: Int32Array,
  observe?: Observer,
): AttackedModel {
  const ask = (column: Uint32Array) => {
    if (column === count.backward && !model.differentiable)
      throw new CoreError(
        'PARAMETERS',
        'attack: expected one that needs no gradients, since the model has none, got one that asks for them',
      );
    for (const row of rows) column[row - count.firstRow] = (column[row - count.firstRow] ?? 0) + 1;
  };
  const seen = <T extends { readonly logits: tf.Tensor; readonly gradient?: tf.Tensor }>(
    outputs: T,
    withGradient = true,
  ): T => {
    refuseNotANumber(outputs, count, rows);
    observe?.(rows, outputs.logits, withGradient);
    return outputs;
  };
  const crossEntropy = (images: tf.Tensor, labels: tf.Tensor) => {
    ask(count.forward);
    ask(count.backward);
    return seen(tidy(() => crossEntropyGradient(model, images, labels)));
  };
  return {
    bounds: model.bounds,
    classes: model.classes,
    logits: (images) => {
      ask(count.forward);
      return seen({ logits: model.logits(images) }, false).logits;
    },
    outputs: (images, taps) => {
      ask(count.forward);
      return seen(
        tidy(() => pooledOutputs(model, images, taps)),
        false,
      );
    },
    attackGradient: (images, { labels, targeted }) =>
      tf.tidy(() => {
        const { gradient } = crossEntropy(images, labels);
        return targeted ? gradient.neg() : gradient;
      }),
    crossEntropy,
    lossGradient: (images, loss, taps = [], reads = 'outputs') => {
      ask(count.forward);
      ask(count.backward);
      return seen(
        tidy(() =>
          model.gradients && taps.length === 0 && reads === 'outputs'
            ? gradientThroughLogits(model.gradients, images, loss)
            : gradientByTape(model, images, loss, taps),
        ),
      );
    },
    slopes: (images) => {
      const slope = slopesAt(model, images);
      return (direction) => {
        ask(count.forward);
        ask(count.backward);
        return seen(slope(direction));
      };
    },
    forRows: (some) => countedModel(model, count, some, observe),
  };
}

/**
 * A sign or a comparison would make a number of what is none, and the attack end in an image that looks right. Any value
 * that is not finite makes the sum of zero times all values none either: one number is read back a query.
 *
 * @throws {CoreError} `NOT_A_NUMBER` naming the query
 */
function refuseNotANumber(
  outputs: { readonly logits: tf.Tensor; readonly gradient?: tf.Tensor },
  { forward, firstRow }: QueryCount,
  rows: Int32Array,
): void {
  const [first = 0] = rows;
  for (const name of ['logits', 'gradient'] as const) {
    const tensor = outputs[name];
    if (!tensor) continue;
    const zero = tf.tidy(() => tensor.mul(0).sum());
    const isNumber = zero.dataSync()[0] === 0;
    zero.dispose();
    if (isNumber) continue;
    tf.dispose([outputs.logits, ...(outputs.gradient ? [outputs.gradient] : [])]);
    throw new CoreError(
      'NOT_A_NUMBER',
      `${name} of the model, query ${forward[first - firstRow] ?? 0} of the images from ${first}: expected finite numbers, got others`,
    );
  }
}

function crossEntropyGradient(model: Classifier, images: tf.Tensor, labels: tf.Tensor): LossGradient {
  const wanted = tf.oneHot(labels, model.classes);
  const loss: Loss = ({ logits }) => tf.logSoftmax(logits).mul(wanted).sum(1).neg();
  if (!model.gradients) return gradientByTape(model, images, loss, []);
  const { gradient, logits } = model.gradients.crossEntropy(images, labels);
  const outputs = { logits: logits as tf.Tensor2D, features: [] }; // logits are [n, classes]
  return { ...outputs, loss: loss(outputs, images), gradient };
}

/** Forward by the model's graph, the small gradient of the loss with respect to the logits by tape, and back by the graph. */
function gradientThroughLogits(
  gradients: NonNullable<Classifier['gradients']>,
  images: tf.Tensor,
  loss: Loss,
): LossGradient {
  const { gradient, ...pass } = gradients.linearize(images);
  const logits = pass.logits as tf.Tensor2D; // [n, classes]
  const found = summedGradient(logits, (x) => loss({ logits: x as tf.Tensor2D, features: [] }, images));
  const ofImages = gradient(found.gradient);
  pass.dispose();
  return { ...found, logits, features: [], gradient: ofImages };
}

/** Linear functions of the logits at some images: where the model has a graph, by one forward pass for all of them. */
function slopesAt(model: Classifier, images: tf.Tensor): (direction: tf.Tensor) => LossGradient {
  const pass = model.gradients?.linearize(images);
  return (direction) => {
    const loss: Loss = ({ logits }) => logits.mul(direction).sum(1);
    if (!pass) return tidy(() => gradientByTape(model, images, loss, []));
    const logits = pass.logits.clone() as tf.Tensor2D; // [n, classes]
    const outputs = { logits, features: [] };
    return { ...outputs, loss: tf.tidy(() => loss(outputs, images)), gradient: pass.gradient(direction) };
  };
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
    return loss(outputs, x);
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
