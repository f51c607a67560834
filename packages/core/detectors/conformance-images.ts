import type { Classifier } from '../models/classifier';
import { seededRandom } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { RowImages } from './queries';

/** Made-up images: a class is bright in two rows of its own. Bounds that are not [0, 1], where a method that assumes them would show. */
export const classes = 3;
const [height, width, low, high] = [6, 2, -1, 2];
const size = height * width;
/** How much brighter a logit's own rows make it. */
const gain = 8;

const isBright = (at: number, label: number) => Math.floor(at / (2 * width)) === label % classes;

/** One image a label, `[n, 6, 2, 1]`; `toward` moves them from the pattern of their class to that of the next. */
export function imagesOf(
  labels: Int32Array,
  { seed, toward = 0 }: { seed: number; toward?: number },
): Float32Array {
  const random = seededRandom(seed);
  const level = (at: number, label: number) => (isBright(at, label) ? 0.9 : 0.1);
  return Float32Array.from({ length: labels.length * size }, (_, index) => {
    const [label, at] = [labels[Math.floor(index / size)] ?? 0, index % size];
    const mixed = (1 - toward) * level(at, label) + toward * level(at, label + 1);
    return low + (high - low) * Math.min(1, Math.max(0, mixed + 0.05 * random.normal()));
  });
}

/** Weights of the logits: the mean of each class's own rows, `[12, classes]`. */
const weights = Float32Array.from({ length: size * classes }, (_, index) =>
  isBright(Math.floor(index / classes), index % classes) ? gain / (2 * width) : 0,
);

/** What `model` says of images, `[n, classes]`, without a backend. */
export function logitsOf(images: Float32Array): Float32Array {
  return Float32Array.from({ length: (images.length / size) * classes }, (_, index) => {
    const [row, label] = [Math.floor(index / classes), index % classes];
    let sum = 0;
    for (let at = 0; at < size; at++)
      sum += (((images[row * size + at] ?? 0) - low) / (high - low)) * (weights[at * classes + label] ?? 0);
    return sum;
  });
}

/** A linear classifier that holds no tensor and has no gradients: detectors ask what it says, and nothing else. */
export const model: Classifier = {
  bounds: [low, high],
  inputShape: [height, width, 1],
  classes,
  differentiable: false,
  layers: [],
  logits,
  forward: (images) => ({ logits: logits(images), taps: [] }),
  dispose: () => {},
};

function logits(images: tf.Tensor): tf.Tensor {
  return tf.tidy(() =>
    tf.customGrad((x) => {
      const pixels = x as tf.Tensor; // TF.js hands over tensors and a function; its type does not tell the two apart
      const flat = pixels
        .sub(low)
        .div(high - low)
        .reshape([-1, size]) as tf.Tensor2D; // two sizes
      return { value: tf.matMul(flat, tf.tensor2d(weights, [size, classes])), gradFunc: refuseGradient };
    })(images),
  );
}

function refuseGradient(): never {
  throw new Error('model: expected a detector that asks for no gradients of it');
}

/** Images in memory as detectors read them. */
export function rowImages(data: Float32Array): RowImages {
  return {
    shape: [height, width, 1],
    read: async (rows) => {
      const picked = new Float32Array(rows.length * size);
      for (let at = 0; at < rows.length; at++)
        picked.set(data.subarray((rows[at] ?? 0) * size, ((rows[at] ?? 0) + 1) * size), at * size);
      return picked;
    },
  };
}
