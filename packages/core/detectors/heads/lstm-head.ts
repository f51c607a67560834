import type { Random } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import { sigmoid, tanh } from './activations';
import { binaryCrossEntropy, type Head, type HeadBatch, type Part, sizeOf, unpack, views } from './head';
import { asTensor, product } from './products';

/** Sizes of an LSTM head: rows of the map, its columns, hidden units. */
export interface LstmSize {
  readonly layers: number;
  readonly classes: number;
  readonly units: number;
}

/**
 * One LSTM layer over the rows of a map, from shallow to deep, its last output through a dense layer to one logit.
 * Gates are laid out as Keras does: input, forget, candidate, output, with one bias vector:
 * 4 (units (classes + units) + units) + units + 1 weights (PyTorch keeps a second bias and counts 4 units more).
 *
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 1997
 */
export function lstmHead(size: LstmSize): Head {
  const { classes, units } = size;
  // The first two are neighbors, so that inputs and recurrence are one product.
  const parts: readonly Part[] = [
    { name: 'kernel', shape: [classes, 4 * units] },
    { name: 'recurrent', shape: [units, 4 * units] },
    { name: 'bias', shape: [1, 4 * units] },
    { name: 'outputKernel', shape: [units, 1] },
    { name: 'outputBias', shape: [1, 1] },
  ];
  return {
    size: sizeOf(parts),
    initialize: (random) => initialize(sizeOf(parts), units, random),
    logits: (weights, maps) => tf.tidy(() => logitsOf(unpack(weights, parts) as Matrices, maps, size)), // five parts
    lossAndGradient: (weights, batch) => lossAndGradient(weights, batch, { size, parts }),
  };
}

/** All weights uniform within 1 / sqrt(units), the bias as the sum of two such: PyTorch's, as the published code has them. */
function initialize(length: number, units: number, random: Random): Float32Array {
  const limit = 1 / Math.sqrt(units);
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * limit);
}

type Matrices = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** The differentiable form, with which scores are computed and against which the gradient below is tested. */
function logitsOf(
  [kernel, recurrent, bias, outputKernel, outputBias]: Matrices,
  maps: tf.Tensor3D,
  { layers, classes, units }: LstmSize,
): tf.Tensor2D {
  const n = maps.shape[0];
  let hidden = tf.zeros([n, units]) as tf.Tensor2D; // two sizes
  let cell: tf.Tensor = tf.zeros([n, units]);
  for (let time = 0; time < layers; time++) {
    const row = maps.slice([0, time, 0], [n, 1, classes]).reshape([n, classes]) as tf.Tensor2D; // two sizes
    const z = tf.matMul(row, kernel).add(tf.matMul(hidden, recurrent)).add(bias);
    const [input, forget, candidate, output] = tf.split(z, 4, 1) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ]; // four
    cell = forget.sigmoid().mul(cell).add(input.sigmoid().mul(candidate.tanh()));
    hidden = output.sigmoid().mul(cell.tanh()) as tf.Tensor2D; // n x units
  }
  return tf.matMul(hidden, outputKernel).add(outputBias) as tf.Tensor2D; // n x 1
}

/** What the way forward leaves for the way back, time first. */
interface Tape {
  /** Map row and hidden state before each step, `[layers n, classes + units]`. */
  readonly joint: Float32Array;
  /** Activated gates, `[n, 4 units]` for each step. */
  readonly gates: readonly Float32Array[];
  /** Cell before the first step (zero) and after each, `[n, units]`. */
  readonly cells: readonly Float32Array[];
  /** Last hidden state `[n, units]`. */
  readonly hidden: Float32Array;
}

function lossAndGradient(
  weights: Float32Array,
  batch: HeadBatch,
  { size, parts }: { size: LstmSize; parts: readonly Part[] },
): { loss: number; gradient: Float32Array } {
  const { layers, classes, units } = size;
  const { n } = batch;
  const gradient = new Float32Array(weights.length);
  const [, , ofBias, ofOutputKernel, ofOutputBias] = views(gradient, parts) as Views; // five parts
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
  const joint = { data: tape.joint, rows: layers * n, columns: classes + units };
  const gates = { data: ofGates, rows: layers * n, columns: 4 * units };
  gradient.set(product(joint, gates, { transposeLeft: true }), 0);
  for (let at = 0; at < ofGates.length; at += 4 * units)
    for (let gate = 0; gate < 4 * units; gate++)
      ofBias[gate] = (ofBias[gate] as number) + (ofGates[at + gate] as number); // within both
  return { loss, gradient };
}

type Views = [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

function forward(weights: Float32Array, { n, maps }: HeadBatch, { layers, classes, units }: LstmSize): Tape {
  const width = classes + units;
  const joint = new Float32Array(layers * n * width);
  for (let row = 0; row < n; row++)
    for (let time = 0; time < layers; time++) {
      const from = (row * layers + time) * classes;
      joint.set(maps.subarray(from, from + classes), (time * n + row) * width);
    }
  const kernel = asTensor({ data: weights.subarray(0, width * 4 * units), rows: width, columns: 4 * units });
  const bias = weights.subarray(width * 4 * units, (width + 1) * 4 * units);
  const gates: Float32Array[] = [];
  const cells: Float32Array[] = [new Float32Array(n * units)];
  const hidden = new Float32Array(n * units);
  for (let time = 0; time < layers; time++) {
    const data = joint.subarray(time * n * width, (time + 1) * n * width);
    const z = product({ data, rows: n, columns: width }, kernel);
    const before = cells[time] as Float32Array; // pushed in the step before
    cells.push(step(z, { bias, before, hidden, units }));
    gates.push(z);
    if (time + 1 < layers)
      for (let row = 0; row < n; row++)
        joint.set(hidden.subarray(row * units, (row + 1) * units), ((time + 1) * n + row) * width + classes);
  }
  kernel.dispose();
  return { joint, gates, cells, hidden };
}

/** One time step: activates the gates in place, fills `hidden`, returns the new cell. */
function step(
  z: Float32Array,
  {
    bias,
    before,
    hidden,
    units,
  }: { bias: Float32Array; before: Float32Array; hidden: Float32Array; units: number },
): Float32Array {
  const cell = new Float32Array(before.length);
  // All indices are within their arrays; the hottest loop of the training.
  for (let at = 0; at < cell.length; at++) {
    const unit = at % units;
    const input = 4 * at - 3 * unit;
    const forget = input + units;
    const candidate = forget + units;
    const output = candidate + units;
    const i = sigmoid((z[input] as number) + (bias[unit] as number));
    const f = sigmoid((z[forget] as number) + (bias[units + unit] as number));
    const g = tanh((z[candidate] as number) + (bias[2 * units + unit] as number));
    const o = sigmoid((z[output] as number) + (bias[3 * units + unit] as number));
    const c = f * (before[at] as number) + i * g;
    z[input] = i;
    z[forget] = f;
    z[candidate] = g;
    z[output] = o;
    cell[at] = c;
    hidden[at] = o * tanh(c);
  }
  return cell;
}

/** Gradients of all gates before their activation, `[layers n, 4 units]`, time first. */
function backward(
  { gates, cells }: Tape,
  {
    ofLogits,
    outputKernel,
    recurrent,
    n,
    size: { layers, units },
  }: {
    ofLogits: Float32Array;
    outputKernel: Float32Array;
    recurrent: Float32Array;
    n: number;
    size: LstmSize;
  },
): Float32Array<ArrayBuffer> {
  const ofGates = new Float32Array(layers * n * 4 * units);
  const kernel = asTensor({ data: recurrent, rows: units, columns: 4 * units });
  const ofCell = new Float32Array(n * units);
  let ofHidden: Float32Array = new Float32Array(n * units);
  for (let at = 0; at < ofHidden.length; at++)
    ofHidden[at] = (ofLogits[Math.floor(at / units)] as number) * (outputKernel[at % units] as number); // within
  for (let time = layers - 1; time >= 0; time--) {
    const part = ofGates.subarray(time * n * 4 * units, (time + 1) * n * 4 * units);
    // Every step left its gates and cells.
    stepBack(part, {
      gates: gates[time] as Float32Array,
      before: cells[time] as Float32Array,
      cell: cells[time + 1] as Float32Array,
      ofHidden,
      ofCell,
      units,
    });
    if (time > 0)
      ofHidden = product({ data: part, rows: n, columns: 4 * units }, kernel, { transposeRight: true });
  }
  kernel.dispose();
  return ofGates;
}

/** One time step back: fills the gradients of its gates, and leaves in `ofCell` that of the cell before it. */
function stepBack(
  ofGates: Float32Array,
  {
    gates,
    before,
    cell,
    ofHidden,
    ofCell,
    units,
  }: {
    gates: Float32Array;
    before: Float32Array;
    cell: Float32Array;
    ofHidden: Float32Array;
    ofCell: Float32Array;
    units: number;
  },
): void {
  // All indices are within their arrays; a hot loop.
  for (let at = 0; at < cell.length; at++) {
    const unit = at % units;
    const input = 4 * at - 3 * unit;
    const forget = input + units;
    const candidate = forget + units;
    const output = candidate + units;
    const i = gates[input] as number;
    const f = gates[forget] as number;
    const g = gates[candidate] as number;
    const o = gates[output] as number;
    const squashed = tanh(cell[at] as number);
    const slope = ofHidden[at] as number;
    const c = (ofCell[at] as number) + slope * o * (1 - squashed * squashed);
    ofGates[input] = c * g * i * (1 - i);
    ofGates[forget] = c * (before[at] as number) * f * (1 - f);
    ofGates[candidate] = c * i * (1 - g * g);
    ofGates[output] = slope * squashed * o * (1 - o);
    ofCell[at] = c * f;
  }
}
