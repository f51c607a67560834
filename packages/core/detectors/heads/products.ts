import { tf } from '../../tensors/tf';

/** A matrix in plain memory, row by row. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A product of two matrices by the backend, read back into plain memory. A tensor that several products share is made
 * once by the caller, who disposes it.
 */
export function product(
  left: Matrix | tf.Tensor2D,
  right: Matrix | tf.Tensor2D,
  {
    transposeLeft = false,
    transposeRight = false,
  }: { transposeLeft?: boolean; transposeRight?: boolean } = {},
): Float32Array {
  const result = tf.tidy(() => tf.matMul(asTensor(left), asTensor(right), transposeLeft, transposeRight));
  // Copied: with WebAssembly the values lie in memory that the next tensor may take.
  const values = Float32Array.from(result.dataSync());
  result.dispose();
  return values;
}

/** The matrix as a tensor, which the caller disposes. */
export function asTensor(matrix: Matrix | tf.Tensor2D): tf.Tensor2D {
  return matrix instanceof tf.Tensor ? matrix : tf.tensor2d(matrix.data, [matrix.rows, matrix.columns]);
}
