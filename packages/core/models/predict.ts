import { breathe, type Context } from '../context';
import { CoreError } from '../errors';
import { batches, sharedBatch } from '../tensors/batches';
import { tf } from '../tensors/tf';
import type { Classifier } from './classifier';
import { type ImageArray, imageTensor } from './images';

/** What a model says of images: class `[n]` and its softmax probability `[n]`. */
export interface Predictions {
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
}

/** Predictions with the logits that they were read from, `[n, classes]` in row order. */
export interface PredictionsWithLogits extends Predictions {
  readonly logits: Float32Array;
}

/** Class, confidence and plain values from logits `[n, classes]`. */
export function readLogits(logits: tf.Tensor): PredictionsWithLogits {
  const predicted = tf.tidy(() => logits.argMax(1));
  const confidence = tf.tidy(() => tf.softmax(logits as tf.Tensor2D).max(1)); // logits are [n, classes]
  const result = {
    predicted: Int32Array.from(predicted.dataSync()),
    confidence: Float32Array.from(confidence.dataSync()),
    logits: Float32Array.from(logits.dataSync()),
  };
  tf.dispose([predicted, confidence]);
  return result;
}

/**
 * Predictions for rows of images, batch by batch.
 *
 * @throws {CoreError} `NOT_A_NUMBER` when the model gives anything but finite numbers
 */
export async function predict(
  model: Classifier,
  images: ImageArray,
  { context, batchSize = 256 }: { context: Context; batchSize?: number },
): Promise<Predictions> {
  const rows = images.data.length / (images.shape[0] * images.shape[1] * images.shape[2]);
  const predicted = new Int32Array(rows);
  const confidence = new Float32Array(rows);
  for (const batch of batches(rows, sharedBatch(batchSize, context))) {
    await breathe(context);
    const x = imageTensor(images, batch, model.bounds);
    const logits = tf.tidy(() => model.logits(x));
    const read = readLogits(logits);
    tf.dispose([x, logits]);
    if (read.confidence.some((value) => !Number.isFinite(value)))
      throw new CoreError('NOT_A_NUMBER', `logits of rows from ${batch.first}: expected finite numbers`);
    predicted.set(read.predicted, batch.first);
    confidence.set(read.confidence, batch.first);
    context.onProgress?.({ stage: 'predict', done: batch.first + batch.count, total: rows, unit: 'images' });
  }
  return { predicted, confidence };
}
