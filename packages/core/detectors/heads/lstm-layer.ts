import type { Random } from '../../tensors/random';
import { tf } from '../../tensors/tf';
import type { HeadSize, Part } from './head';

/** The weights of one LSTM layer, neighbors in this order, so that inputs, recurrence and bias are one product. */
export function lstmParts({ classes, units }: Pick<HeadSize, 'classes' | 'units'>): readonly Part[] {
  return [
    { name: 'kernel', shape: [classes, 4 * units] },
    { name: 'recurrent', shape: [units, 4 * units] },
    { name: 'bias', shape: [1, 4 * units] },
  ];
}

/** `length` weights, uniform within 1 / sqrt(units): PyTorch's default, in which the published code is written. */
export function initialLstmWeights(length: number, units: number, random: Random): Float32Array {
  const limit = 1 / Math.sqrt(units);
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * limit);
}

/** Kernel, recurrent weights and bias of one LSTM layer. */
export type LstmMatrices = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** Hidden state `[n, units]` after the last row of maps `[n, layers, classes]`. Differentiable. */
export function lastHidden(
  [kernel, recurrent, bias]: LstmMatrices,
  maps: tf.Tensor3D,
  { layers, classes, units }: HeadSize,
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
  return hidden;
}
