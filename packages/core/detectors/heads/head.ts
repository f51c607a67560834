import type { Random } from '../../tensors/random';
import { tf } from '../../tensors/tf';

/** A small network from maps to one logit, with its weights as one flat vector and its gradient by hand. */
export interface Head {
  /** Number of weights. */
  readonly size: number;
  /** Weights before training, `[size]`. */
  readonly initialize: (random: Random) => Float32Array;
  /** Maps `[n, layers, classes]` to logits `[n, 1]`. */
  readonly logits: (weights: tf.Tensor1D, maps: tf.Tensor3D) => tf.Tensor2D;
  /**
   * Mean binary cross-entropy of a batch (labels `[n, 1]`, 1 adversarial) and its gradient `[size]`. Written out, not
   * recorded on a tape: one LSTM step of 128 maps of 5 x 10 takes 21 ms with the tape.
   */
  readonly lossAndGradient: (
    weights: tf.Tensor1D,
    batch: { readonly maps: tf.Tensor3D; readonly labels: tf.Tensor2D; readonly random: Random },
  ) => { loss: tf.Scalar; gradient: tf.Tensor1D };
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

/** The parts as matrices. */
export function unpack(weights: tf.Tensor1D, parts: readonly Part[]): tf.Tensor2D[] {
  let offset = 0;
  return parts.map(({ shape: [rows, columns] }) => {
    const part = weights.slice(offset, rows * columns).reshape([rows, columns]) as tf.Tensor2D; // two sizes
    offset += rows * columns;
    return part;
  });
}

/** The gradients of all parts as one vector. */
export function pack(parts: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(parts.map((part) => part.flatten()));
}

/** Uniform values of Glorot and Bengio (2010), `rows` x `columns`. */
export function glorotUniform(rows: number, columns: number, random: Random): Float32Array {
  const limit = Math.sqrt(6 / (rows + columns));
  return Float32Array.from({ length: rows * columns }, () => (2 * random.uniform() - 1) * limit);
}

/** Mean binary cross-entropy on logits `[n, 1]`, in the form that does not overflow. */
export function binaryCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() =>
    logits.relu().sub(logits.mul(labels)).add(logits.abs().neg().exp().log1p()).mean().asScalar(),
  );
}

/** Gradient of the mean cross-entropy with respect to the logits, `[n, 1]`. */
export function logitGradient(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => logits.sigmoid().sub(labels).div(logits.shape[0]) as tf.Tensor2D); // shape of the logits
}
