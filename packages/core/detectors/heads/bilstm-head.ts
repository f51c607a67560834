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
import { initialLstmWeights, type LstmMatrices, lastHidden, lstmParts } from './lstm-layer';
import { backward, forward, type Tape } from './lstm-steps';
import { product } from './products';

/**
 * An LSTM layer in both directions, their outputs at the last time step side by side, through a dense layer to one logit.
 * As in the published code the last time step of both is read: forward it has seen all rows of the map, backward only the
 * deepest, with which that direction begins. So the backward recurrent weights, counted and kept, are never used. Gates
 * have one bias vector, as in Keras: 2 * 4 (units (classes + units) + units) + 2 units + 1 weights (PyTorch keeps a second
 * bias and counts 8 units more).
 *
 * @see Schuster and Paliwal, Bidirectional recurrent neural networks, IEEE Transactions on Signal Processing 1997
 */
export function bilstmHead(size: HeadSize): Head {
  const { units } = size;
  const direction = lstmParts(size);
  const output: readonly Part[] = [
    { name: 'outputKernel', shape: [2 * units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];
  const parts = [...direction, ...direction, ...output];
  return {
    size: sizeOf(parts),
    initialize: (random) => initialLstmWeights(sizeOf(parts), units, random),
    logits: (weights, maps) =>
      tf.tidy(() => {
        const all = unpack(weights, parts);
        const [kernel, bias] = all.slice(6) as [tf.Tensor2D, tf.Tensor2D]; // after three of each direction
        const deepest = maps.slice([0, size.layers - 1, 0], [-1, 1, -1]);
        const hidden = tf.concat(
          [
            lastHidden(all.slice(0, 3) as LstmMatrices, maps, size), // three a direction
            lastHidden(all.slice(3, 6) as LstmMatrices, deepest, { ...size, layers: 1 }),
          ],
          1,
        ) as tf.Tensor2D; // n x 2 units
        return tf.matMul(hidden, kernel).add(bias) as tf.Tensor2D; // n x 1
      }),
    lossAndGradient: (weights, batch) =>
      lossAndGradient(weights, batch, { size, length: sizeOf(direction), direction }),
  };
}

function lossAndGradient(
  weights: Float32Array,
  batch: HeadBatch,
  { size, length, direction }: { size: HeadSize; length: number; direction: readonly Part[] },
): { loss: number; gradient: Float32Array } {
  const { layers, classes, units } = size;
  const { n } = batch;
  const gradient = new Float32Array(weights.length);
  const deepest = new Float32Array(n * classes);
  for (let row = 0; row < n; row++)
    deepest.set(
      batch.maps.subarray(((row + 1) * layers - 1) * classes, (row + 1) * layers * classes),
      row * classes,
    );
  const passes = [
    { size, maps: batch.maps },
    { size: { ...size, layers: 1 }, maps: deepest },
  ].map(({ size: own, maps }, at) => {
    const of = weights.subarray(at * length, (at + 1) * length);
    return { own, of, at, tape: forward(of, { ...batch, maps }, own) };
  });
  const outputBias = 2 * length + 2 * units;
  const logits = new Float32Array(n).fill(weights[outputBias] as number); // the last weight
  // All indices below are within their arrays; hot loops.
  for (const { tape, at } of passes)
    for (let index = 0; index < n * units; index++) {
      const row = Math.floor(index / units);
      const weight = weights[2 * length + at * units + (index % units)] as number;
      logits[row] = (logits[row] as number) + (tape.hidden[index] as number) * weight;
    }
  const { loss, gradient: ofLogits } = binaryCrossEntropy(logits, batch.labels);
  gradient[outputBias] = ofLogits.reduce((sum, slope) => sum + slope, 0);
  for (const { own, of, at, tape } of passes) {
    const from = 2 * length + at * units;
    for (let index = 0; index < n * units; index++) {
      const to = from + (index % units);
      const slope = ofLogits[Math.floor(index / units)] as number;
      gradient[to] = (gradient[to] as number) + slope * (tape.hidden[index] as number);
    }
    const outputKernel = weights.subarray(from, from + units);
    directionGradient(gradient.subarray(at * length, (at + 1) * length), {
      tape,
      ofLogits,
      outputKernel,
      recurrent: views(of, direction)[1] as Float32Array, // three a direction
      n,
      size: own,
    });
  }
  return { loss, gradient };
}

/** Fills the gradient of one direction's kernel, recurrent weights and bias. */
function directionGradient(
  gradient: Float32Array,
  { tape, ...rest }: { tape: Tape } & Parameters<typeof backward>[1],
): void {
  const { classes, units, layers } = rest.size;
  const ofGates = backward(tape, rest);
  const rows = layers * rest.n;
  const joint = { data: tape.joint, rows, columns: classes + units + 1 };
  const gates = { data: ofGates, rows, columns: 4 * units };
  gradient.set(product(joint, gates, { transposeLeft: true }), 0);
}
