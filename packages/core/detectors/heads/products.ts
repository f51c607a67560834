import { tf } from '../../tensors/tf';

/** A matrix in plain memory, row by row. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A product of two matrices by the backend, or with `squash` its hyperbolic tangent, read back into plain memory. A tensor
 * that several products share is made once by the caller, who disposes it.
 */
export function product(
  left: Matrix | tf.Tensor2D,
  right: Matrix | tf.Tensor2D,
  {
    transposeLeft = false,
    transposeRight = false,
    squash = false,
  }: { transposeLeft?: boolean; transposeRight?: boolean; squash?: boolean } = {},
): Float32Array {
  const result = tf.tidy(() => {
    const plain = tf.matMul(asTensor(left), asTensor(right), transposeLeft, transposeRight);
    return squash ? plain.tanh() : plain;
  });
  // Copied: with WebAssembly the values lie in memory that the next tensor may take.
  const values = result.dataSync<'float32'>().slice();
  result.dispose();
  return values;
}

/** The matrix as a tensor, which the caller disposes. */
export function asTensor(matrix: Matrix | tf.Tensor2D): tf.Tensor2D {
  return matrix instanceof tf.Tensor ? matrix : tf.tensor2d(matrix.data, [matrix.rows, matrix.columns]);
}
