import { tf } from '@fiducial/core/tensors';
import { registerKernel } from './register';

/**
 * The package looks for each window's largest value above 0, and drops the gradient of a window in which all values are
 * negative. Shifted so that the least value is 1, every window has its largest; after a ReLU nothing is shifted.
 */
export function registerMaxPoolGradient(): void {
  const shipped = tf.getKernel('MaxPoolGrad', 'wasm');
  if (!shipped) return;
  registerKernel('MaxPoolGrad', ({ dy, input, output }, attributes) => {
    const [x, y] = [input as tf.Tensor, output as tf.Tensor]; // inputs of this kernel
    const least = x.min().dataSync()[0] ?? 0;
    const shift = least < 0 ? 1 - least : 0;
    const gradient = shipped.kernelFunc({
      inputs: { dy: dy as tf.Tensor, input: x.add(shift), output: y.add(shift) }, // inputs of this kernel
      attrs: attributes,
      backend: tf.engine().backend,
    }) as tf.TensorInfo; // one output
    return tf.engine().makeTensorFromTensorInfo(gradient);
  });
}
