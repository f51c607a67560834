import type { Random } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import {
  binaryCrossEntropy,
  type Head,
  type HeadBatch,
  type HeadSize,
  type Part,
  sizeOf,
  unpack,
  views,
} from './head';
import { product } from './products';

/** Share of the hidden units that a training step leaves out. */
const dropout = 0.5;

/** The map as one vector through a dense layer with ReLU and dropout 0.5 to one logit. */
export function mlpHead({ layers, classes, units }: HeadSize): Head {
  const width = layers * classes;
  const parts: readonly Part[] = [
    { name: 'kernel', shape: [width, units] },
    { name: 'bias', shape: [1, units] },
    { name: 'outputKernel', shape: [units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];
  return {
    size: sizeOf(parts),
    initialize: (random) => initialize(width, units, random),
    logits: (weights, maps) =>
      tf.tidy(() => {
        const [kernel, bias, outputKernel, outputBias] = unpack(weights, parts) as Matrices; // four parts
        const hidden = tf
          .matMul(maps.reshape([-1, width]) as tf.Tensor2D, kernel)
          .add(bias)
          .relu() as tf.Tensor2D; // n x units
        return tf.matMul(hidden, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
      }),
    lossAndGradient: (weights, batch) => lossAndGradient(weights, batch, { parts, width, units }),
  };
}

type Matrices = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
type Views = [Float32Array, Float32Array, Float32Array, Float32Array];

/** Uniform within 1 / sqrt(fan-in), PyTorch's. */
function initialize(width: number, units: number, random: Random): Float32Array {
  const first = width * units + units;
  return Float32Array.from({ length: first + units + 1 }, (_, at) => {
    const fanIn = at < first ? width : units;
    return (2 * random.uniform() - 1) / Math.sqrt(fanIn);
  });
}

function lossAndGradient(
  weights: Float32Array,
  { n, maps, labels, random }: HeadBatch,
  { parts, width, units }: { parts: readonly Part[]; width: number; units: number },
): { loss: number; gradient: Float32Array } {
  const gradient = new Float32Array(weights.length);
  const [ofKernel, ofBias, ofOutputKernel, ofOutputBias] = views(gradient, parts) as Views; // four parts
  const [kernel, bias, outputKernel, outputBias] = views(weights, parts) as Views; // four parts
  const inputs = { data: maps, rows: n, columns: width };
  const hidden = product(inputs, { data: kernel, rows: width, columns: units });
  const logits = new Float32Array(n).fill(outputBias[0] as number); // one bias
  // What a kept unit is multiplied by; 0 where it was dropped or its ReLU is closed. Indices are within all arrays.
  const open = new Float32Array(n * units);
  for (let at = 0; at < hidden.length; at++) {
    const unit = at % units;
    const row = (at - unit) / units;
    const before = (hidden[at] as number) + (bias[unit] as number);
    const kept = random.uniform() >= dropout;
    open[at] = kept && before > 0 ? 1 / (1 - dropout) : 0;
    hidden[at] = before * (open[at] as number);
    logits[row] = (logits[row] as number) + (hidden[at] as number) * (outputKernel[unit] as number);
  }
  const { loss, gradient: ofLogits } = binaryCrossEntropy(logits, labels);
  const ofHidden = new Float32Array(n * units);
  for (let at = 0; at < hidden.length; at++) {
    const unit = at % units;
    const slope = ofLogits[(at - unit) / units] as number;
    ofOutputKernel[unit] = (ofOutputKernel[unit] as number) + slope * (hidden[at] as number);
    const back = slope * (outputKernel[unit] as number) * (open[at] as number);
    ofHidden[at] = back;
    ofBias[unit] = (ofBias[unit] as number) + back;
  }
  ofOutputBias[0] = ofLogits.reduce((sum, value) => sum + value, 0);
  ofKernel.set(product(inputs, { data: ofHidden, rows: n, columns: units }, { transposeLeft: true }));
  return { loss, gradient };
}
