import { tf } from '@fiducial/core/tensors';
import { filterPositions } from './convolution-gradients';
import { type ConvolutionInfo, padForInput, padInput, patch } from './geometry';
import { registerKernel } from './register';

type Shape4 = [number, number, number, number];

/** Both gradients of `depthwiseConv2d`; the package has neither. */
export function registerDepthwiseGradients(): void {
  registerKernel('DepthwiseConv2dNativeBackpropInput', ({ dy, filter }, attributes) => {
    const [gradient, kernel] = [dy as tf.Tensor4D, filter as tf.Tensor4D]; // ranks are depthwiseConv2d's own
    const info = depthwiseInfo(attributes.inputShape as Shape4, kernel.shape, attributes); // attribute of this kernel
    const [height, width, channels, multiplier] = kernel.shape;
    const flipped = tf.reshape(tf.reverse(kernel, [0, 1]), [
      height,
      width,
      channels * multiplier,
      1,
    ]) as tf.Tensor4D; // four sizes
    const perOutput = tf.depthwiseConv2d(padForInput(gradient, info), flipped, 1, 'valid');
    if (multiplier === 1) return perOutput;
    const [n, h, w] = perOutput.shape;
    return tf.sum(tf.reshape(perOutput, [n, h, w, channels, multiplier]), 4);
  });

  registerKernel('DepthwiseConv2dNativeBackpropFilter', ({ x, dy }, attributes) => {
    const [input, gradient] = [x as tf.Tensor4D, dy as tf.Tensor4D]; // ranks are depthwiseConv2d's own
    const filterShape = attributes.filterShape as Shape4; // attribute of this kernel
    const info = depthwiseInfo(input.shape, filterShape, attributes);
    const padded = padInput(input, info);
    const [height, width, channels, multiplier] = filterShape;
    const positions = gradient.shape[0] * gradient.shape[1] * gradient.shape[2];
    const perChannel = tf.reshape(gradient, [positions, channels, multiplier]);
    const sums = filterPositions(height, width).map((at) =>
      tf.tidy(() =>
        tf.sum(tf.mul(tf.reshape(patch(padded, at, info), [positions, channels, 1]), perChannel), 0),
      ),
    );
    return tf.reshape(tf.stack(sums), filterShape);
  });
}

function depthwiseInfo(
  inputShape: Shape4,
  filterShape: Shape4,
  attributes: tf.NamedAttrMap,
): ConvolutionInfo {
  // The engine hands over attributes untyped; these are the ones that depthwiseConv2d was called with.
  const { strides, dilations, pad, dimRoundingMode } =
    attributes as unknown as tf.DepthwiseConv2dNativeBackpropInputAttrs;
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}
