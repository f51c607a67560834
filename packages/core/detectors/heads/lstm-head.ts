import type { Random } from '../../tensors/random';
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

/** What one time step leaves for the way back; all `[n, units]`, gates `[n, 3 units]` as input, forget, output. */
interface Step {
  readonly before: { readonly hidden: tf.Tensor2D; readonly cell: tf.Tensor2D };
  readonly gates: tf.Tensor2D;
  readonly candidate: tf.Tensor2D;
  readonly squashed: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
  readonly hidden: tf.Tensor2D;
}

/**
 * One LSTM layer over the rows of a map, from shallow to deep, its last output through a dense layer to one logit.
 * Gates are laid out input, forget, output, candidate (Keras: input, forget, candidate, output), with one bias vector:
 * 4 (units (classes + units) + units) + units + 1 weights. Glorot uniform kernels, forget bias 1.
 *
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 1997
 */
export function lstmHead({
  layers,
  classes,
  units,
}: {
  layers: number;
  classes: number;
  units: number;
}): Head {
  const parts: readonly Part[] = [
    { name: 'kernel', shape: [classes, 4 * units] },
    { name: 'recurrent', shape: [units, 4 * units] },
    { name: 'bias', shape: [1, 4 * units] },
    { name: 'outputKernel', shape: [units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];

  const forward = (weights: tf.Tensor1D, maps: tf.Tensor3D) => {
    const [kernel, recurrent, bias, outputKernel, outputBias] = unpack(weights, parts) as Matrices;
    const n = maps.shape[0];
    // Time first, so that the input's share of all steps is one product and each step a slice of rows.
    const inputs = maps.transpose([1, 0, 2]).reshape([layers * n, classes]) as tf.Tensor2D; // two sizes
    const projected = tf.matMul(inputs, kernel).add(bias) as tf.Tensor2D; // rows x 4 units
    const steps: Step[] = [];
    let before = { hidden: tf.zeros([n, units]) as tf.Tensor2D, cell: tf.zeros([n, units]) as tf.Tensor2D }; // two sizes
    for (let time = 0; time < layers; time++) {
      const z = projected
        .slice([time * n, 0], [n, 4 * units])
        .add(tf.matMul(before.hidden, recurrent)) as tf.Tensor2D; // n x 4 units
      const gates = z.slice([0, 0], [n, 3 * units]).sigmoid();
      const candidate = z.slice([0, 3 * units], [n, units]).tanh();
      const [input, forget, output] = tf.split(gates, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]; // three parts
      const cell = forget.mul(before.cell).add(input.mul(candidate)) as tf.Tensor2D; // n x units
      const squashed = cell.tanh();
      const hidden = output.mul(squashed) as tf.Tensor2D; // n x units
      steps.push({ before, gates, candidate, squashed, cell, hidden });
      before = { hidden, cell };
    }
    const logits = tf.matMul(before.hidden, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
    return { logits, steps, inputs, recurrent, outputKernel };
  };

  return {
    size: sizeOf(parts),
    initialize: (random) => initialize(parts, units, random),
    logits: (weights, maps) => tf.tidy(() => forward(weights, maps).logits),
    lossAndGradient: (weights, { maps, labels }) =>
      tf.tidy(() => {
        const { logits, steps, inputs, recurrent, outputKernel } = forward(weights, maps);
        const ofLogits = logitGradient(logits, labels);
        const last = steps[steps.length - 1]?.hidden ?? logits;
        const ofGates = backward(steps, {
          recurrent,
          ofHidden: tf.matMul(ofLogits, outputKernel, false, true),
        });
        const hiddenBefore = tf.concat2d(
          steps.map(({ before }) => before.hidden),
          0,
        );
        const gradient = pack([
          tf.matMul(inputs, ofGates, true, false),
          tf.matMul(hiddenBefore, ofGates, true, false),
          ofGates.sum(0),
          tf.matMul(last, ofLogits, true, false),
          ofLogits.sum(),
        ]);
        return { loss: binaryCrossEntropy(logits, labels), gradient };
      }),
  };
}

type Matrices = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** Gradients of all steps' gates before their activation, `[layers n, 4 units]`, time first. */
function backward(
  steps: readonly Step[],
  { recurrent, ofHidden: ofLast }: { recurrent: tf.Tensor2D; ofHidden: tf.Tensor2D },
): tf.Tensor2D {
  let ofHidden = ofLast;
  let ofCellAfter: tf.Tensor | null = null;
  const ofGates: tf.Tensor2D[] = [];
  for (const { before, gates, candidate, squashed } of [...steps].reverse()) {
    const [input, forget, output] = tf.split(gates, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]; // three parts
    const throughOutput = ofHidden.mul(output).mul(tf.sub(1, squashed.square()));
    const ofCell: tf.Tensor = ofCellAfter ? throughOutput.add(ofCellAfter) : throughOutput;
    const ofSigmoids = tf
      .concat([ofCell.mul(candidate), ofCell.mul(before.cell), ofHidden.mul(squashed)], 1)
      .mul(gates)
      .mul(tf.sub(1, gates));
    const ofCandidate = ofCell.mul(input).mul(tf.sub(1, candidate.square()));
    const all = tf.concat([ofSigmoids, ofCandidate], 1) as tf.Tensor2D; // n x 4 units
    ofGates.unshift(all);
    ofHidden = tf.matMul(all, recurrent, false, true);
    ofCellAfter = ofCell.mul(forget);
  }
  return tf.concat2d(ofGates, 0);
}

function initialize(parts: readonly Part[], units: number, random: Random): Float32Array {
  const weights = new Float32Array(sizeOf(parts));
  let offset = 0;
  for (const { name, shape } of parts) {
    const [rows, columns] = shape;
    if (name === 'bias') weights.fill(1, offset + units, offset + 2 * units);
    else if (name !== 'outputBias') weights.set(glorotUniform(rows, columns, random), offset);
    offset += rows * columns;
  }
  return weights;
}
