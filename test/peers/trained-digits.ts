import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileNetwork } from '@fiducial/backend';
import {
  type Classifier,
  gatherImages,
  type ImageArray,
  layersClassifier,
  predict,
  standardCnn,
  trainClassifier,
} from '@fiducial/core/models';
import { seededRandom, shuffledIndices, tf } from '@fiducial/core/tensors';
import { builtInDigits, readNpy, writeNpy } from '@fiducial/formats';

/** A trained classifier with images that it classifies correctly; values in [0, 1]. */
export interface TrainedDigits {
  readonly model: Classifier;
  readonly images: ImageArray;
  readonly labels: Int32Array;
}

/** Built-in digits to train on; the others are there to be attacked. */
const trainingRows = 8000;

/**
 * The standard CNN after two epochs on 8,000 of the built-in digits, and `count` of the others, all classified correctly.
 * Weights (`weight-0.npy` and on, in the order of the layers), `images.npy` (`[n, 28, 28, 1]`) and `labels.npy` are
 * written into `folder` for another implementation to read. Weights that lie there already are taken as they are.
 */
export async function trainedDigits(folder: string, count: number): Promise<TrainedDigits> {
  const digits = builtInDigits();
  const order = shuffledIndices(digits.labels.length, seededRandom(0));
  const take = (rows: Int32Array) => ({
    images: gatherImages({ data: digits.images, shape: [28, 28, 1] }, rows),
    labels: Int32Array.from(rows, (row) => digits.labels[row] ?? 0),
  });
  const network = standardCnn.build([28, 28, 1], 10, 0);
  const file = (at: number) => join(folder, `weight-${at}.npy`);
  if (existsSync(file(0)))
    network.setWeights(
      network.getWeights().map((_, at) => {
        const { data, shape } = readNpy(readFileSync(file(at)));
        return tf.tensor(data, [...shape]);
      }),
    );
  else {
    const params = { epochs: 2, learningRate: 1e-3, batchSize: 128 };
    const training = take(order.subarray(0, trainingRows));
    await trainClassifier(network, training, { params, bounds: [0, 1], context: { seed: 0 } });
    for (const [at, weight] of network.getWeights().entries())
      writeFileSync(file(at), writeNpy('float32', weight.shape, Float32Array.from(weight.dataSync())));
  }
  const model = layersClassifier(network, [0, 1], compileNetwork);
  const held = order.subarray(trainingRows);
  const { images, labels } = take(held);
  const { predicted } = await predict(model, images, { context: { seed: 0 } });
  const right = held.filter((_, at) => predicted[at] === labels[at]);
  console.log(`accuracy on ${held.length} images: ${((100 * right.length) / held.length).toFixed(1)} %`);
  const chosen = take(right.subarray(0, count));
  const data = Float32Array.from(chosen.images.data, (byte) => byte / 255);
  writeFileSync(join(folder, 'images.npy'), writeNpy('float32', [count, 28, 28, 1], data));
  writeFileSync(join(folder, 'labels.npy'), writeNpy('int32', [count], chosen.labels));
  return { model, images: { data, shape: [28, 28, 1] }, labels: chosen.labels };
}
