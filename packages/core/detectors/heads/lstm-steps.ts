import { tanh } from './activations';
import type { HeadBatch, HeadSize } from './head';
import { asTensor, type Matrix, product } from './products';

/** What the way forward leaves for the way back, time first. */
export interface Tape {
  /** Map row, hidden state before each step, and 1 for the bias: `[layers n, classes + units + 1]`. */
  readonly joint: Float32Array;
  /** Activated gates, `[n, 4 units]` for each step. */
  readonly gates: readonly Float32Array[];
  /** Cell before the first step (zero) and after each, `[n, units]`. */
  readonly cells: readonly Float32Array[];
  /** Hyperbolic tangent of the cell after each step, `[n, units]`. */
  readonly squashed: readonly Float32Array[];
  /** Last hidden state `[n, units]`. */
  readonly hidden: Float32Array;
}

/**
 * All time steps of a batch, gates and cells kept. `weights` begins with kernel, recurrent weights and bias, which lie one
 * after another and so are one matrix.
 */
export function forward(
  weights: Float32Array,
  { n, maps }: HeadBatch,
  { layers, classes, units }: HeadSize,
): Tape {
  const width = classes + units + 1;
  const joint = new Float32Array(layers * n * width);
  for (let row = 0; row < n; row++)
    for (let time = 0; time < layers; time++) {
      const from = (row * layers + time) * classes;
      const to = (time * n + row) * width;
      joint.set(maps.subarray(from, from + classes), to);
      joint[to + width - 1] = 1;
    }
  const kernel = asTensor(halvedGates(weights, { rows: width, units }));
  const gates: Float32Array[] = [];
  const cells: Float32Array[] = [new Float32Array(n * units)];
  const squashed: Float32Array[] = [];
  const hidden = new Float32Array(n * units);
  for (let time = 0; time < layers; time++) {
    const data = joint.subarray(time * n * width, (time + 1) * n * width);
    const z = product({ data, rows: n, columns: width }, kernel, { squash: true });
    const before = cells[time] as Float32Array; // pushed in the step before
    const after = { cell: new Float32Array(n * units), squashed: new Float32Array(n * units), hidden };
    step(z, { before, ...after, units });
    cells.push(after.cell);
    squashed.push(after.squashed);
    gates.push(z);
    if (time + 1 < layers)
      for (let row = 0; row < n; row++)
        joint.set(hidden.subarray(row * units, (row + 1) * units), ((time + 1) * n + row) * width + classes);
  }
  kernel.dispose();
  return { joint, gates, cells, squashed, hidden };
}

/**
 * Kernel, recurrent weights and bias with the columns of all gates but the candidate halved: the backend then activates all
 * four at once, as the logistic function of x is (1 + tanh(x / 2)) / 2.
 */
function halvedGates(weights: Float32Array, { rows, units }: { rows: number; units: number }): Matrix {
  const data = weights.slice(0, rows * 4 * units);
  for (let row = 0; row < data.length; row += 4 * units)
    for (let gate = 0; gate < 4; gate++)
      if (gate !== 2)
        for (let at = row + gate * units; at < row + (gate + 1) * units; at++)
          data[at] = 0.5 * (data[at] as number); // within the array
  return { data, rows, columns: 4 * units };
}

/** One time step: finishes the gates `z`, given as tangents, in place, and fills the cell after it, its tangent and the hidden state. */
function step(
  z: Float32Array,
  {
    before,
    cell,
    squashed,
    hidden,
    units,
  }: Record<'before' | 'cell' | 'squashed' | 'hidden', Float32Array> & { units: number },
): void {
  // All indices are within their arrays; the hottest loop of the training.
  for (let row = 0; row < cell.length; row += units)
    for (let unit = 0; unit < units; unit++) {
      const at = row + unit;
      const input = 4 * row + unit;
      const forget = input + units;
      const candidate = forget + units;
      const output = candidate + units;
      const i = 0.5 + 0.5 * (z[input] as number);
      const f = 0.5 + 0.5 * (z[forget] as number);
      const g = z[candidate] as number;
      const o = 0.5 + 0.5 * (z[output] as number);
      const c = f * (before[at] as number) + i * g;
      const t = tanh(c);
      z[input] = i;
      z[forget] = f;
      z[output] = o;
      cell[at] = c;
      squashed[at] = t;
      hidden[at] = o * t;
    }
}

/** Gradients of all gates before their activation, `[layers n, 4 units]`, time first. */
export function backward(
  { gates, cells, squashed }: Tape,
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
      squashed: squashed[time] as Float32Array,
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
    squashed,
    ofHidden,
    ofCell,
    units,
  }: Record<'gates' | 'before' | 'squashed' | 'ofHidden' | 'ofCell', Float32Array> & { units: number },
): void {
  // All indices are within their arrays; a hot loop.
  for (let row = 0; row < before.length; row += units)
    for (let unit = 0; unit < units; unit++) {
      const at = row + unit;
      const input = 4 * row + unit;
      const forget = input + units;
      const candidate = forget + units;
      const output = candidate + units;
      const i = gates[input] as number;
      const f = gates[forget] as number;
      const g = gates[candidate] as number;
      const o = gates[output] as number;
      const t = squashed[at] as number;
      const slope = ofHidden[at] as number;
      const c = (ofCell[at] as number) + slope * o * (1 - t * t);
      ofGates[input] = c * g * i * (1 - i);
      ofGates[forget] = c * (before[at] as number) * f * (1 - f);
      ofGates[candidate] = c * i * (1 - g * g);
      ofGates[output] = slope * t * o * (1 - o);
      ofCell[at] = c * f;
    }
}
