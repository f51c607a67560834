import type { Random } from '../../tensors/random';
import type { tf } from '../../tensors/tf';

/** A batch of maps under training. */
export interface HeadBatch {
  /** Number of maps. */
  readonly n: number;
  /** `[n, layers, classes]` */
  readonly maps: Float32Array;
  /** `[n]`, 1 adversarial. */
  readonly labels: Float32Array;
  /** Draws what a head drops while it learns. */
  readonly random: Random;
}

/** Sizes of a head: rows of the map, its columns, hidden units. */
export interface HeadSize {
  readonly layers: number;
  readonly classes: number;
  readonly units: number;
}

/** A small network from maps to one logit, with its weights as one flat vector and its gradient by hand. */
export interface Head {
  /** Number of weights. */
  readonly size: number;
  /** Weights before training, `[size]`. */
  readonly initialize: (random: Random) => Float32Array;
  /** Maps `[n, layers, classes]` to logits `[n, 1]`. Differentiable. */
  readonly logits: (weights: tf.Tensor1D, maps: tf.Tensor3D) => tf.Tensor2D;
  /**
   * Mean binary cross-entropy of a batch and its gradient `[size]`. Written out over plain arrays: TensorFlow.js
   * multiplies the matrices and nothing else, since each of its operations costs 20 to 50 microseconds beside the work.
   */
  readonly lossAndGradient: (
    weights: Float32Array,
    batch: HeadBatch,
  ) => { loss: number; gradient: Float32Array };
}

/** Named parts of a flat weight vector, in order. */
export interface Part {
  readonly name: string;
  readonly shape: readonly [number, number];
}

/** Number of weights of all parts. */
export function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
}

/** The parts as matrices. Differentiable. */
export function unpack(weights: tf.Tensor1D, parts: readonly Part[]): tf.Tensor2D[] {
  let offset = 0;
  return parts.map(({ shape: [rows, columns] }) => {
    const part = weights.slice(offset, rows * columns).reshape([rows, columns]) as tf.Tensor2D; // two sizes
    offset += rows * columns;
    return part;
  });
}

/** The parts of a flat vector, sharing its memory. */
export function views(vector: Float32Array, parts: readonly Part[]): Float32Array[] {
  let offset = 0;
  return parts.map(({ shape: [rows, columns] }) => {
    const part = vector.subarray(offset, offset + rows * columns);
    offset += rows * columns;
    return part;
  });
}

/**
 * Mean binary cross-entropy on logits `[n]`, in the form that does not overflow, and its gradient with respect to each
 * logit.
 */
export function binaryCrossEntropy(
  logits: Float32Array,
  labels: Float32Array,
): { loss: number; gradient: Float32Array } {
  const n = logits.length;
  let sum = 0;
  const gradient = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    const logit = logits[row] as number; // within the array
    const label = labels[row] as number; // as many as logits
    sum += Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
    gradient[row] = (1 / (1 + Math.exp(-logit)) - label) / n;
  }
  return { loss: sum / n, gradient };
}
