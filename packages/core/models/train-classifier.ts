import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches } from '../tensors/batches';
import { seededRandom, shuffledIndices, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { gatherImages, type ImageArray, imageTensor } from './images';

/** Images with their true classes, `[n]`. */
export interface LabeledImages {
  readonly images: ImageArray;
  readonly labels: Int32Array;
}

/** How a classifier is trained; an architecture's own schema has the ranges and defaults. */
export interface TrainingParams {
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/**
 * Trains in place: softmax cross-entropy on logits, Adam, a new order each epoch. Loss and accuracy of every step, on
 * the images of that step before it is made, are reported as metrics `loss` and `accuracy`; their means over every epoch
 * as `epochLoss` and `epochAccuracy`.
 *
 * @throws {CoreError} `NOT_A_NUMBER` when the loss is no longer finite
 * @throws {CancelledError}
 */
export async function trainClassifier(
  model: tf.LayersModel,
  { images, labels }: LabeledImages,
  {
    params,
    bounds,
    context,
  }: { params: TrainingParams; bounds: readonly [number, number]; context: Context },
): Promise<void> {
  const optimizer = tf.train.adam(params.learningRate);
  const classes = model.outputs[0]?.shape[1] ?? 0;
  const plan = batches(labels.length, params.batchSize);
  const total = plan.length * params.epochs;
  let step = 0;
  try {
    for (let epoch = 0; epoch < params.epochs; epoch++) {
      const order = shuffledIndices(labels.length, seededRandom(splitSeed(context.seed, 'epoch', epoch)));
      const sums = { loss: 0, accuracy: 0 };
      for (const { first, count } of plan) {
        await breathe(context);
        const rows = order.subarray(first, first + count);
        const truth = Int32Array.from(rows, (row) => labels[row] ?? 0);
        const x = imageTensor(gatherImages(images, rows), { first: 0, count }, bounds);
        const { loss, accuracy } = trainingStep(model, { x, truth, classes }, optimizer);
        x.dispose();
        if (!Number.isFinite(loss))
          throw new CoreError(
            'NOT_A_NUMBER',
            `loss at step ${step}: expected a finite number, got ${loss}; try a smaller learningRate`,
          );
        sums.loss += loss;
        sums.accuracy += accuracy;
        context.onMetric?.({ name: 'loss', step, value: loss });
        context.onMetric?.({ name: 'accuracy', step, value: accuracy });
        step++;
        context.onProgress?.({ stage: 'train', done: step, total, unit: 'steps' });
      }
      context.onMetric?.({ name: 'epochLoss', step: epoch + 1, value: sums.loss / plan.length });
      context.onMetric?.({ name: 'epochAccuracy', step: epoch + 1, value: sums.accuracy / plan.length });
    }
  } finally {
    optimizer.dispose();
  }
}

/** One step down the loss of a batch `x` `[n, h, w, c]` with its true classes; loss and accuracy before the step. */
function trainingStep(
  model: tf.LayersModel,
  { x, truth, classes }: { x: tf.Tensor; truth: Int32Array; classes: number },
  optimizer: tf.Optimizer,
): { loss: number; accuracy: number } {
  return tf.tidy(() => {
    const y = tf.oneHot(tf.tensor1d(truth, 'int32'), classes);
    // Leaves the scope of the gradient, which ends inside minimize.
    let predicted: tf.Tensor | undefined;
    const loss = optimizer.minimize(() => {
      const logits = model.apply(x, { training: true }) as tf.Tensor; // one output
      predicted = tf.keep(logits.argMax(-1));
      return tf.losses.softmaxCrossEntropy(y, logits);
    }, true);
    const classesSeen = predicted?.dataSync() ?? [];
    predicted?.dispose();
    const right = truth.filter((label, at) => classesSeen[at] === label).length;
    return { loss: loss?.dataSync()[0] ?? Number.NaN, accuracy: right / truth.length };
  });
}
