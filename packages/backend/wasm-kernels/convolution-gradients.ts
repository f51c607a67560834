import { tf } from '@fiducial/core/tensors';
import { type ConvolutionInfo, padForInput, padInput, patch } from './geometry';
import { registerKernel } from './register';

/** Both gradients of `conv2d` (NHWC, no dilation), as one convolution and as kernel-size many matrix products. */
export function registerConvolutionGradients(): void {
  registerKernel('Conv2DBackpropInput', ({ dy, filter }, attributes) => {
    const [gradient, kernel] = [dy as tf.Tensor4D, filter as tf.Tensor4D]; // ranks are conv2d's own
    const info = convolutionInfo(attributes.inputShape as Shape4, kernel.shape, attributes); // attribute of this kernel
    const flipped = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
    return tf.conv2d(padForInput(gradient, info), flipped, 1, 'valid');
  });

  registerKernel('Conv2DBackpropFilter', ({ x, dy }, attributes) => {
    const [input, gradient] = [x as tf.Tensor4D, dy as tf.Tensor4D]; // ranks are conv2d's own
    const filterShape = attributes.filterShape as Shape4; // attribute of this kernel
    const info = convolutionInfo(input.shape, filterShape, attributes);
    const padded = padInput(input, info);
    const [height, width, channels, outputs] = filterShape;
    const positions = gradient.shape[0] * gradient.shape[1] * gradient.shape[2];
    const flat = tf.reshape(gradient, [positions, outputs]);
    const products = filterPositions(height, width).map((at) =>
      tf.tidy(() => tf.matMul(tf.reshape(patch(padded, at, info), [positions, channels]), flat, true, false)),
    );
    return tf.reshape(tf.stack(products), filterShape);
  });
}

type Shape4 = [number, number, number, number];

/** Every (row, column) of a filter, row by row. */
export function filterPositions(height: number, width: number): [number, number][] {
  return Array.from({ length: height * width }, (_, index) => [Math.floor(index / width), index % width]);
}

function convolutionInfo(
  inputShape: Shape4,
  filterShape: Shape4,
  attributes: tf.NamedAttrMap,
): ConvolutionInfo {
  // The engine hands over attributes untyped; these are the ones that conv2d was called with.
  const { strides, pad, dimRoundingMode } = attributes as unknown as tf.Conv2DBackpropInputAttrs;
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
}
