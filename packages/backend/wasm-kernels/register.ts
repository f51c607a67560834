import { tf } from '@fiducial/core/tensors';

type Kernel = (inputs: Record<string, tf.Tensor>, attributes: tf.NamedAttrMap) => tf.Tensor;

/** Registers a kernel written with ordinary operations, in place of one of the same name. Tensors it makes are tidied. */
export function registerKernel(kernelName: string, kernel: Kernel): void {
  if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tf.engine().tidy(() => {
        const tensors = Object.entries(inputs).map(([name, info]) => [name, asTensor(info)] as const);
        return kernel(Object.fromEntries(tensors), attrs ?? {});
      }),
  });
}

/** Gradient code hands over real tensors; a bare tensor info gets a reference of its own, so that tidying cannot free it. */
function asTensor(info: tf.TensorInfo | tf.TensorInfo[] | undefined): tf.Tensor {
  if (info instanceof tf.Tensor) return info;
  if (!info || Array.isArray(info)) throw new Error('a kernel expects one tensor for each input');
  tf.engine().backend.incRef(info.dataId);
  return tf.engine().makeTensorFromTensorInfo(info);
}
