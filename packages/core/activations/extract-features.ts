import { breathe, type Context } from '../context';
import type { Classifier } from '../models/classifier';
import { type ImageArray, imageTensor } from '../models/images';
import { type Predictions, readLogits } from '../models/predict';
import { batches, sharedBatch } from '../tensors/batches';
import { checkFinite } from '../tensors/check-finite';
import { tf } from '../tensors/tf';
import { tidy } from '../tensors/tidy';
import type { Features } from './features';
import { pooledOutputs } from './pooled-outputs';

/** A run of rows with its features by layer and what the model says of them. */
export interface FeatureChunk extends Predictions {
  readonly first: number;
  readonly rows: number;
  readonly features: ReadonlyMap<string, Features>;
  /** `[rows, classes]` */
  readonly logits: Features;
}

/**
 * Pooled activations of chosen layers, in chunks of `chunkRows` so that memory stays bounded whatever the number of
 * images. One forward pass gives all layers. With `from`, the first row of a chunk, goes on there.
 *
 * @throws {CoreError} `NOT_A_NUMBER` when an activation is not finite
 * @throws {CancelledError}
 */
export async function* extractFeatures(
  model: Classifier,
  images: ImageArray,
  {
    taps,
    context,
    chunkRows = 8192,
    batchSize = 128,
    from = 0,
  }: {
    taps: readonly string[];
    context: Context;
    chunkRows?: number;
    batchSize?: number;
    from?: number;
  },
): AsyncGenerator<FeatureChunk> {
  const total = images.data.length / (images.shape[0] * images.shape[1] * images.shape[2]);
  for (const chunk of batches(total, chunkRows)) {
    if (chunk.first < from) continue;
    const predicted = new Int32Array(chunk.count);
    const confidence = new Float32Array(chunk.count);
    const logitValues = new Float32Array(chunk.count * model.classes);
    const features = new Map<string, { data: Float32Array; dimensions: number }>();
    for (const { first, count } of batches(chunk.count, sharedBatch(batchSize, context))) {
      await breathe(context);
      const x = imageTensor(images, { first: chunk.first + first, count }, model.bounds);
      const { logits, features: pooled } = tidy(() => pooledOutputs(model, x, taps));
      const read = readLogits(logits);
      predicted.set(read.predicted, first);
      confidence.set(read.confidence, first);
      logitValues.set(read.logits, first * model.classes);
      taps.forEach((tap, index) => {
        const tensor = pooled[index];
        if (!tensor) return;
        const dimensions = tensor.shape[1];
        const kept = features.get(tap) ?? { data: new Float32Array(chunk.count * dimensions), dimensions };
        kept.data.set(tensor.dataSync(), first * dimensions);
        features.set(tap, kept);
      });
      tf.dispose([x, logits, ...pooled]);
      context.onProgress?.({ stage: 'features', done: chunk.first + first + count, total, unit: 'images' });
    }
    for (const [tap, { data, dimensions }] of features)
      checkFinite(data, `activations of ${tap} from row ${chunk.first}`, dimensions);
    checkFinite(logitValues, `logits from row ${chunk.first}`, model.classes);
    const logits = { data: logitValues, dimensions: model.classes };
    yield { first: chunk.first, rows: chunk.count, features, logits, predicted, confidence };
  }
}
