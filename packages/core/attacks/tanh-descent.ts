import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';

/** Keeps a value at the bound from becoming infinite in tanh space; as the authors' code has it. */
const squash = 0.999999;

/** Where images `[n, h, w, c]` are in tanh space, and Adam's moments; steps made `[n]`. */
export interface TanhPoint {
  readonly point: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
  readonly step: Tensor;
}

const [meanDecay, squareDecay, tiny] = [0.9, 0.999, 1e-8];

/** Images in tanh space, before the first step. */
export function tanhStart(images: Tensor, [low, high]: readonly [number, number]): TanhPoint {
  const scaled = images.sub((low + high) / 2).div((high - low) / 2);
  return {
    point: scaled.clipByValue(-1, 1).mul(squash).atanh(),
    mean: tf.zerosLike(images),
    square: tf.zerosLike(images),
    step: tf.zeros([images.shape[0] ?? 0]),
  };
}

/**
 * One step of every image by itself down `constant * loss + |x - origin|^2` in tanh space, where `gradient` is that of the loss
 * at `x = middle + half tanh(point)` and `origin` the clean image as near its bounds as tanh space reaches: Adam (Kingma and
 * Ba, decays 0.9 and 0.999, 1e-8 added outside the root). With it the distances before the step, `[n]`: squared to the
 * origin, and to the clean image itself. Written over plain arrays: one pass over the values in place of some thirty
 * operations of the backend.
 */
export function descend(
  { point, mean, square, step }: TanhPoint,
  {
    tanh,
    clean,
    gradient,
    constant,
    bounds: [low, high],
    learningRate,
  }: Readonly<Record<'tanh' | 'clean' | 'gradient' | 'constant', Tensor>> & {
    readonly bounds: readonly [number, number];
    readonly learningRate: number;
  },
): TanhPoint & { readonly squaredAway: Tensor; readonly size: Tensor } {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  // Copies: the arrays are changed in place, and those of a backend may be its own.
  const [points, means, squares] = [point, mean, square].map((tensor) => floats(tensor).slice());
  if (!points || !means || !squares) throw new Error('Adam: expected three tensors');
  const [tanhs, cleans, slopes] = [floats(tanh), floats(clean), floats(gradient)];
  const [constants, steps] = [floats(constant), floats(step)];
  const [squaredAway, sizes] = [new Float64Array(steps.length), new Float64Array(steps.length)];
  const width = points.length / steps.length;
  for (let row = 0; row < steps.length; row++) {
    const made = (steps[row] as number) + 1; // one a row
    const weight = constants[row] as number; // one a row
    const rate = learningRate / (1 - meanDecay ** made);
    const scale = 1 / (1 - squareDecay ** made);
    let [toOrigin, toClean] = [0, 0];
    // All indices are within their arrays; a hot loop.
    for (let at = row * width; at < (row + 1) * width; at++) {
      const t = tanhs[at] as number;
      const value = cleans[at] as number;
      const x = t * half + middle;
      const away = x - ((value - middle) * squash + middle);
      toOrigin += away * away;
      toClean += (x - value) * (x - value);
      const slope = (weight * (slopes[at] as number) + 2 * away) * half * (1 - t * t);
      const m = meanDecay * (means[at] as number) + (1 - meanDecay) * slope;
      const v = squareDecay * (squares[at] as number) + (1 - squareDecay) * slope * slope;
      means[at] = m;
      squares[at] = v;
      points[at] = (points[at] as number) - (rate * m) / (Math.sqrt(v * scale) + tiny);
    }
    squaredAway[row] = toOrigin;
    sizes[row] = Math.sqrt(toClean);
  }
  return {
    point: tf.tensor(points, point.shape),
    mean: tf.tensor(means, point.shape),
    square: tf.tensor(squares, point.shape),
    step: step.add(1),
    squaredAway: tf.tensor1d(Float32Array.from(squaredAway)),
    size: tf.tensor1d(Float32Array.from(sizes)),
  };
}

function floats(tensor: Tensor): Float32Array {
  return tensor.dataSync() as Float32Array; // images and numbers are floats
}
