import { sigmoid, tanh } from './activations';
import type { HeadBatch, HeadSize } from './head';
import { asTensor, product } from './products';

/** What the way forward leaves for the way back, time first. */
export interface Tape {
  /** Map row and hidden state before each step, `[layers n, classes + units]`. */
  readonly joint: Float32Array;
  /** Activated gates, `[n, 4 units]` for each step. */
  readonly gates: readonly Float32Array[];
  /** Cell before the first step (zero) and after each, `[n, units]`. */
  readonly cells: readonly Float32Array[];
  /** Last hidden state `[n, units]`. */
  readonly hidden: Float32Array;
}

/** All time steps of a batch, gates and cells kept. */
export function forward(
  weights: Float32Array,
  { n, maps }: HeadBatch,
  { layers, classes, units }: HeadSize,
): Tape {
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
export function backward(
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
    size: HeadSize;
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
