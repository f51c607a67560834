import { tf } from '@fiducial/core/tensors';

/** What TensorFlow.js computes of a convolution: strides, padding, sizes. */
export type ConvolutionInfo = tf.backend_util.Conv2DInfo;

/** `dy` with zeros between its elements, as a transposed convolution of that stride sees it: `[n, (h-1)s+1, (w-1)s+1, c]`. */
function spread(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const [n, h, w, c] = dy.shape;
  const none: [number, number] = [0, 0];
  const rows = tf
    .pad(tf.reshape(dy, [n, h, 1, w, c]), [none, none, [0, strideHeight - 1], none, none])
    .reshape([n, h * strideHeight, w, c]);
  const both = tf
    .pad(tf.reshape(rows, [n, h * strideHeight, w, 1, c]), [none, none, none, [0, strideWidth - 1], none])
    .reshape([n, h * strideHeight, w * strideWidth, c]) as tf.Tensor4D; // reshape to four sizes
  return tf.slice(both, [0, 0, 0, 0], [n, (h - 1) * strideHeight + 1, (w - 1) * strideWidth + 1, c]);
}

/** `dy` spread and padded so that a `valid` convolution with the flipped filter has the input's size. */
export function padForInput(dy: tf.Tensor4D, info: ConvolutionInfo): tf.Tensor4D {
  const spaced = spread(dy, info.strideHeight, info.strideWidth);
  const wantedHeight = info.inHeight + info.filterHeight - 1;
  const wantedWidth = info.inWidth + info.filterWidth - 1;
  const top = info.filterHeight - 1 - info.padInfo.top;
  const left = info.filterWidth - 1 - info.padInfo.left;
  const padded = tf.pad(spaced, [
    [0, 0],
    [Math.max(0, top), Math.max(0, wantedHeight - spaced.shape[1] - top)],
    [Math.max(0, left), Math.max(0, wantedWidth - spaced.shape[2] - left)],
    [0, 0],
  ]);
  const from = [0, Math.max(0, -top), Math.max(0, -left), 0];
  const [n, , , c] = padded.shape;
  return tf.slice(padded, from as [number, number, number, number], [n, wantedHeight, wantedWidth, c]); // four axes
}

/** The input with its padding made explicit. */
export function padInput(
  x: tf.Tensor4D,
  { padInfo: { top, bottom, left, right } }: ConvolutionInfo,
): tf.Tensor4D {
  return top || bottom || left || right
    ? tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ])
    : x;
}

/** What the filter's element (row, column) saw of the padded input, one value for each output: `[n, oh, ow, c]`. */
export function patch(x: tf.Tensor4D, [row, column]: [number, number], info: ConvolutionInfo): tf.Tensor4D {
  const { strideHeight, strideWidth, outHeight, outWidth } = info;
  const [n, , , c] = x.shape;
  if (strideHeight === 1 && strideWidth === 1)
    return tf.slice(x, [0, row, column, 0], [n, outHeight, outWidth, c]);
  const end = [n, row + (outHeight - 1) * strideHeight + 1, column + (outWidth - 1) * strideWidth + 1, c];
  return tf.stridedSlice(x, [0, row, column, 0], end, [1, strideHeight, strideWidth, 1]) as tf.Tensor4D; // four axes
}
