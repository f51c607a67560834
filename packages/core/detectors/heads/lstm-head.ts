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
import { initialLstmWeights, lastHidden, lstmParts } from './lstm-layer';
import { backward, forward } from './lstm-steps';
import { product } from './products';

/**
 * One LSTM layer over the rows of a map, from shallow to deep, its last output through a dense layer to one logit.
 * Gates are laid out as Keras does: input, forget, candidate, output, with one bias vector:
 * 4 (units (classes + units) + units) + units + 1 weights (PyTorch keeps a second bias and counts 4 units more).
 *
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 1997
 */
export function lstmHead(size: HeadSize): Head {
  const { units } = size;
  const parts: readonly Part[] = [
    ...lstmParts(size),
    { name: 'outputKernel', shape: [units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];
  return {
    size: sizeOf(parts),
    initialize: (random) => initialLstmWeights(sizeOf(parts), units, random),
    logits: (weights, maps) => tf.tidy(() => logitsOf(unpack(weights, parts) as Matrices, maps, size)), // five parts
    lossAndGradient: (weights, batch) => lossAndGradient(weights, batch, { size, parts }),
  };
}

type Matrices = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** The differentiable form, with which scores are computed and against which the gradient below is tested. */
function logitsOf(
  [kernel, recurrent, bias, outputKernel, outputBias]: Matrices,
  maps: tf.Tensor3D,
  size: HeadSize,
): tf.Tensor2D {
  const hidden = lastHidden([kernel, recurrent, bias], maps, size);
  return tf.matMul(hidden, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
}

function lossAndGradient(
  weights: Float32Array,
  batch: HeadBatch,
  { size, parts }: { size: HeadSize; parts: readonly Part[] },
): { loss: number; gradient: Float32Array } {
  const { layers, classes, units } = size;
  const { n } = batch;
  const gradient = new Float32Array(weights.length);
  const [, , , ofOutputKernel, ofOutputBias] = views(gradient, parts) as Views; // five parts
  const [, recurrent, , outputKernel, outputBias] = views(weights, parts) as Views; // five parts

  const tape = forward(weights, batch, size);
  const logits = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    let sum = outputBias[0] as number; // one bias
    for (let unit = 0; unit < units; unit++)
      sum += (tape.hidden[row * units + unit] as number) * (outputKernel[unit] as number); // within; a hot loop
    logits[row] = sum;
  }
  const { loss, gradient: ofLogits } = binaryCrossEntropy(logits, batch.labels);
  for (let row = 0; row < n; row++) {
    const slope = ofLogits[row] as number; // one a row
    ofOutputBias[0] = (ofOutputBias[0] as number) + slope; // one bias
    for (let unit = 0; unit < units; unit++)
      ofOutputKernel[unit] =
        (ofOutputKernel[unit] as number) + slope * (tape.hidden[row * units + unit] as number); // within
  }
  const ofGates = backward(tape, { ofLogits, outputKernel, recurrent, n, size });
  const joint = { data: tape.joint, rows: layers * n, columns: classes + units + 1 };
  const gates = { data: ofGates, rows: layers * n, columns: 4 * units };
  gradient.set(product(joint, gates, { transposeLeft: true }), 0);
  return { loss, gradient };
}

type Views = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
