import { tf } from '../../tensors/tf';
import {
  binaryCrossEntropy,
  glorotUniform,
  type Head,
  logitGradient,
  type Part,
  pack,
  sizeOf,
  unpack,
} from './head';

const dropout = 0.5;

/** The map as one vector through a dense layer with ReLU and dropout 0.5 to one logit. */
export function mlpHead({
  layers,
  classes,
  units,
}: {
  layers: number;
  classes: number;
  units: number;
}): Head {
  const width = layers * classes;
  const parts: readonly Part[] = [
    { name: 'kernel', shape: [width, units] },
    { name: 'bias', shape: [1, units] },
    { name: 'outputKernel', shape: [units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];
  const matrices = (weights: tf.Tensor1D) =>
    unpack(weights, parts) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]; // four parts
  return {
    size: sizeOf(parts),
    initialize: (random) => {
      const weights = new Float32Array(sizeOf(parts));
      weights.set(glorotUniform(width, units, random), 0);
      weights.set(glorotUniform(units, 1, random), width * units + units);
      return weights;
    },
    logits: (weights, maps) =>
      tf.tidy(() => {
        const [kernel, bias, outputKernel, outputBias] = matrices(weights);
        const hidden = tf
          .matMul(maps.reshape([-1, width]) as tf.Tensor2D, kernel)
          .add(bias)
          .relu() as tf.Tensor2D; // n x units
        return tf.matMul(hidden, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
      }),
    lossAndGradient: (weights, { maps, labels, random }) =>
      tf.tidy(() => {
        const [kernel, bias, outputKernel, outputBias] = matrices(weights);
        const n = maps.shape[0];
        const inputs = maps.reshape([n, width]) as tf.Tensor2D; // two sizes
        const hidden = tf.matMul(inputs, kernel).add(bias).relu();
        const kept = Float32Array.from({ length: n * units }, () =>
          random.uniform() < dropout ? 0 : 1 / (1 - dropout),
        );
        const mask = tf.tensor2d(kept, [n, units]);
        const dropped = hidden.mul(mask) as tf.Tensor2D; // n x units
        const logits = tf.matMul(dropped, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
        const ofLogits = logitGradient(logits, labels);
        const ofHidden = tf
          .matMul(ofLogits, outputKernel, false, true)
          .mul(mask)
          .mul(hidden.step()) as tf.Tensor2D; // n x units
        const gradient = pack([
          tf.matMul(inputs, ofHidden, true, false),
          ofHidden.sum(0),
          tf.matMul(dropped, ofLogits, true, false),
          ofLogits.sum(),
        ]);
        return { loss: binaryCrossEntropy(logits, labels), gradient };
      }),
  };
}
