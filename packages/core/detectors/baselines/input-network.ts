import { seededRandom, splitSeed } from '../../tensors/random';
import { tf } from '../../tensors/tf';

/** The weights of the small network on images, by name and shape; biases begin as their kernels do. */
export function inputNetworkParts(channels: number): readonly { name: string; shape: readonly number[] }[] {
  return [
    { name: 'kernel1', shape: [3, 3, channels, 16] },
    { name: 'bias1', shape: [16] },
    { name: 'kernel2', shape: [3, 3, 16, 16] },
    { name: 'bias2', shape: [16] },
    { name: 'kernel3', shape: [3, 3, 16, 32] },
    { name: 'bias3', shape: [32] },
    { name: 'output', shape: [32, 1] },
    { name: 'outputBias', shape: [1] },
  ];
}

/** Weights before training: uniform within 1 / sqrt(fan-in), PyTorch's. */
export function initialWeights(channels: number, seed: number): Float32Array[] {
  let fanIn = 1;
  return inputNetworkParts(channels).map(({ name, shape }) => {
    const random = seededRandom(splitSeed(seed, name));
    if (shape.length > 1) fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const size = shape.reduce((product, length) => product * length, 1);
    return Float32Array.from({ length: size }, () => (2 * random.uniform() - 1) / Math.sqrt(fanIn));
  });
}

/**
 * Images `[n, h, w, c]` to logits `[n]`: three 3x3 convolutions with ReLU (16, 16, 32 channels, the second and third of
 * stride 2), averaged over space, one dense unit. Of any height and width. Differentiable.
 */
export function inputLogits(weights: readonly tf.Tensor[], images: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => {
    const [kernel1, bias1, kernel2, bias2, kernel3, bias3, output, outputBias] = weights as Weights; // as listed above
    const layer = (x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor, stride: number) =>
      tf.conv2d(x, kernel, stride, 'same').add(bias).relu() as tf.Tensor4D; // its rank stays
    const first = layer(images as tf.Tensor4D, kernel1, bias1, 1); // images have four sizes
    const last = layer(layer(first, kernel2, bias2, 2), kernel3, bias3, 2);
    const pooled = last.mean([1, 2]) as tf.Tensor2D; // n x 32
    return tf.matMul(pooled, output).add(outputBias).squeeze([1]) as tf.Tensor1D; // n
  });
}

type Weights = [
  tf.Tensor4D,
  tf.Tensor,
  tf.Tensor4D,
  tf.Tensor,
  tf.Tensor4D,
  tf.Tensor,
  tf.Tensor2D,
  tf.Tensor,
];
