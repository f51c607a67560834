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
 * Trains in place: softmax cross-entropy on logits, Adam, a new order each epoch. The loss of every step and the mean
 * of every epoch are reported as metrics `loss` and `epochLoss`.
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
      let sum = 0;
      for (const { first, count } of plan) {
        await breathe(context);
        const rows = order.subarray(first, first + count);
        const loss = tf.tidy(() => {
          const x = imageTensor(gatherImages(images, rows), { first: 0, count }, bounds);
          const y = tf.oneHot(
            tf.tensor1d(
              Int32Array.from(rows, (row) => labels[row] ?? 0),
              'int32',
            ),
            classes,
          );
          const value = optimizer.minimize(
            () => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tf.Tensor), // one output
            true,
          );
          return value?.dataSync()[0] ?? Number.NaN;
        });
        if (!Number.isFinite(loss))
          throw new CoreError(
            'NOT_A_NUMBER',
            `loss at step ${step}: expected a finite number, got ${loss}; try a smaller learningRate`,
          );
        sum += loss;
        context.onMetric?.({ name: 'loss', step, value: loss });
        step++;
        context.onProgress?.({ stage: 'train', done: step, total, unit: 'steps' });
      }
      context.onMetric?.({ name: 'epochLoss', step: epoch + 1, value: sum / plan.length });
    }
  } finally {
    optimizer.dispose();
  }
}
