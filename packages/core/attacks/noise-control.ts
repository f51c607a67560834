import type { Tensor } from '@tensorflow/tfjs';
import { breathe, type Context } from '../context';
import type { Classifier } from '../models/classifier';
import { type ImageArray, imageTensor } from '../models/images';
import { readLogits } from '../models/predict';
import { batches, sharedBatch } from '../tensors/batches';
import { randomRows, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { Norm } from './define-attack';

/** Images, their true classes, and how large the noise on each may be. */
export interface NoisyImages {
  readonly images: ImageArray;
  readonly labels: Int32Array;
  /** Classes to reach, -1 where the true class is only to be left. */
  readonly targets: Int32Array;
  /** Size of the noise on each image in the norm, in input units. */
  readonly sizes: ArrayLike<number>;
}

/**
 * Where random noise of given sizes does what an attack should, `[n]`: in Linf uniform noise, of the same bits as
 * `randomNoise` under the same seed; in L2 and L1 a random direction of that length; clipped to the bounds. Null for L0,
 * whose noise would be a choice of pixels and is not defined here.
 *
 * @throws {CancelledError}
 */
export async function noiseControl(
  model: Classifier,
  { images, labels, targets, sizes }: NoisyImages,
  { norm, context, batchSize = 128 }: { norm: Norm; context: Context; batchSize?: number },
): Promise<Uint8Array | null> {
  if (norm === 'L0') return null;
  const success = new Uint8Array(labels.length);
  for (const batch of batches(labels.length, sharedBatch(batchSize, context))) {
    await breathe(context);
    const rows = Int32Array.from({ length: batch.count }, (_, at) => batch.first + at);
    const logits = tf.tidy(() => {
      const clean = imageTensor(images, batch, model.bounds);
      const width = clean.size / batch.count;
      const seed = splitSeed(context.seed, 'randomNoise');
      const values = randomRows({ seed, rows, width }, (random) => 2 * random.uniform() - 1);
      const size = tf.tensor4d(
        Float32Array.from(rows, (row) => sizes[row] ?? 0),
        [batch.count, 1, 1, 1],
      );
      const noise = unit(tf.tensor(values, clean.shape), norm).mul(size);
      return model.logits(clean.add(noise).clipByValue(...model.bounds));
    });
    const { predicted } = readLogits(logits);
    logits.dispose();
    predicted.forEach((label, at) => {
      const row = batch.first + at;
      const target = targets[row] ?? -1;
      success[row] = Number(target >= 0 ? label === target : label !== labels[row]);
    });
  }
  return success;
}

/** Noise within [-1, 1] brought to a size of 1: in Linf it is at most that already. */
function unit(noise: Tensor, norm: Exclude<Norm, 'L0'>): Tensor {
  if (norm === 'Linf') return noise;
  const axes = [1, 2, 3];
  const length = norm === 'L2' ? noise.square().sum(axes, true).sqrt() : noise.abs().sum(axes, true);
  return noise.div(length);
}
