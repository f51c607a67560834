import { tf } from '@fiducial/core/tensors';

/** Attributes that all four convolutions share. */
interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: unknown;
  readonly dilations: number | [number, number];
}

/**
 * With `same` padding and a stride wider than the filter the package pads on the wrong side of some sizes (filter 2,
 * stride 3, 9 pixels): results are wrong and nothing says so. There the input is padded first, and the package told that
 * it is `valid`.
 */
export function registerWideStrides(): void {
  for (const kernelName of [
    'Conv2D',
    'FusedConv2D',
    'DepthwiseConv2dNative',
    'FusedDepthwiseConv2D',
  ] as const) {
    const shipped = tf.getKernel(kernelName, 'wasm');
    if (!shipped) continue;
    tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      ...shipped,
      kernelFunc: (call) => {
        // The engine hands over inputs and attributes untyped; these are the ones of a convolution.
        const { x, filter } = call.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
        const attributes = call.attrs as unknown as Attributes;
        const paddings = attributes.pad === 'same' ? neededPadding(x, filter, attributes) : null;
        if (!paddings) return shipped.kernelFunc(call);
        const padded = padWithZeros(x, paddings, call.backend);
        const result = shipped.kernelFunc({
          ...call,
          inputs: { ...call.inputs, x: padded },
          attrs: { ...call.attrs, pad: 'valid' },
        });
        (call.backend as tf.KernelBackend).disposeData(padded.dataId); // kernels get the backend untyped
        return result;
      },
    });
  }
}

type Paddings = [number, number][];

/** Zeros to add on each side, where the stride is wider than the filter; null where the package does it right. */
function neededPadding(x: tf.TensorInfo, filter: tf.TensorInfo, attributes: Attributes): Paddings | null {
  const shapes = [x.shape, filter.shape] as [
    [number, number, number, number],
    [number, number, number, number],
  ]; // NHWC
  const { padInfo, strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth } =
    tf.backend_util.computeConv2DInfo(
      ...shapes,
      attributes.strides,
      attributes.dilations ?? 1,
      'same',
      undefined,
      true,
    );
  if (strideHeight <= effectiveFilterHeight && strideWidth <= effectiveFilterWidth) return null;
  return [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ];
}

function padWithZeros(x: tf.TensorInfo, paddings: Paddings, backend: unknown): tf.TensorInfo {
  const pad = tf.getKernel('PadV2', 'wasm');
  if (!pad) throw new Error('the WebAssembly backend has no PadV2 kernel');
  return pad.kernelFunc({
    inputs: { x },
    attrs: { paddings, constantValue: 0 },
    backend: backend as object,
  }) as tf.TensorInfo; // one output
}
