import { tf } from '../tensors/tf';

/** Images as bytes `[n, h, w, c]`, or already in the model's bounds as floats. */
export interface ImageArray {
  readonly data: Uint8Array | Float32Array;
  readonly shape: readonly [number, number, number];
}

/** Rows of an image array as a float tensor in the model's bounds: byte 0 is the lower bound, 255 the upper. */
export function imageTensor(
  { data, shape }: ImageArray,
  { first, count }: { first: number; count: number },
  bounds: readonly [number, number],
): tf.Tensor4D {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const rows = data.subarray(first * size, (first + count) * size);
  if (rows instanceof Float32Array) return tf.tensor4d(rows, [count, height, width, channels]);
  const [low, high] = bounds;
  const values = Float32Array.from(rows, (byte) => low + (byte / 255) * (high - low));
  return tf.tensor4d(values, [count, height, width, channels]);
}

/** Rows in the order of `indices`, copied together. */
export function gatherImages({ data, shape }: ImageArray, indices: ArrayLike<number>): ImageArray {
  const size = shape[0] * shape[1] * shape[2];
  const rows =
    data instanceof Float32Array
      ? new Float32Array(indices.length * size)
      : new Uint8Array(indices.length * size);
  for (let row = 0; row < indices.length; row++) {
    const item = indices[row] ?? 0;
    rows.set(data.subarray(item * size, (item + 1) * size), row * size);
  }
  return { data: rows, shape };
}
