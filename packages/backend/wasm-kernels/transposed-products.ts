import { tf } from '@fiducial/core/tensors';

/**
 * With `transposeA` or `transposeB` the package multiplies in a slow loop, which every dense layer's gradient and every
 * neighbor search would meet: transpose first, then use its fast product. 1,426 ms against 209 for 128 x 60,000 x 200.
 */
export function registerTransposedProducts(): void {
  for (const kernelName of ['BatchMatMul', '_FusedMatMul'] as const) {
    const shipped = tf.getKernel(kernelName, 'wasm');
    if (!shipped) continue;
    tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const { transposeA, transposeB, ...attrs } = call.attrs as Record<string, unknown>; // attributes of a product
        if (!transposeA && !transposeB) return shipped.kernelFunc(call);
        const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo }; // inputs of a product
        const left = transposeA ? swapLastAxes(a, call.backend) : a;
        const right = transposeB ? swapLastAxes(b, call.backend) : b;
        const product = shipped.kernelFunc({
          ...call,
          inputs: { ...call.inputs, a: left, b: right },
          attrs: { ...attrs, transposeA: false, transposeB: false } as unknown as tf.NamedAttrMap, // as they came
        });
        for (const copy of [left, right]) if (copy !== a && copy !== b) disposeData(call.backend, copy);
        return product;
      },
    });
  }
}

function swapLastAxes(info: tf.TensorInfo, backend: unknown): tf.TensorInfo {
  const perm = info.shape.map((_, axis) => axis);
  const last = perm.length - 1;
  [perm[last], perm[last - 1]] = [last - 1, last];
  const transpose = tf.getKernel('Transpose', 'wasm');
  if (!transpose) throw new Error('the WebAssembly backend has no Transpose kernel');
  return transpose.kernelFunc({
    inputs: { x: info },
    attrs: { perm },
    backend: backend as object,
  }) as tf.TensorInfo; // one output
}

function disposeData(backend: unknown, info: tf.TensorInfo): void {
  (backend as tf.KernelBackend).disposeData(info.dataId); // kernels are called with the backend untyped
}
