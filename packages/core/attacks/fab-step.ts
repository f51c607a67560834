import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import { type Box, moveOntoHyperplane } from './hyperplane';
import type { Boundary } from './nearest-boundary';

/** How FAB mixes its two projections. */
export interface Mixture extends Box {
  readonly alphaMax: number;
  readonly eta: number;
}

/** Guards the division of two moves of no length, as AutoAttack's code has it. */
const tiny = 1e-8;

/**
 * The next iterate `[n, h, w, c]`: with `d` and `d0` the moves of iterate and clean image onto the boundary linearized at
 * the iterate, and `alpha` the share of the first in the sum of their sizes, at most `alphaMax`,
 * `(1 - alpha) (point + eta d) + alpha (clean + eta d0)`, clipped to the bounds.
 */
export function boundaryStep(
  { clean, point, boundary }: { clean: Tensor; point: Tensor; boundary: Boundary },
  mixture: Mixture,
): Tensor {
  const rows = point.shape[0] ?? 0;
  const width = point.size / rows;
  const [from, at, normals, margins] = [clean, point, boundary.gradient, boundary.margin].map(
    (tensor) => tensor.dataSync() as Float32Array, // images, gradients and margins are floats
  );
  if (!from || !at || !normals || !margins) throw new Error('tensors without values');
  const moved = new Float32Array(point.size);
  for (let row = 0; row < rows; row++) {
    const part = (values: Float32Array) => values.subarray(row * width, (row + 1) * width);
    const plane = { normal: part(normals), margin: margins[row] ?? 0 };
    moved.set(nextPoint({ clean: part(from), point: part(at), ...plane }, mixture), row * width);
  }
  return tf.tensor(moved, point.shape);
}

function nextPoint(
  {
    clean,
    point,
    normal,
    margin,
  }: { clean: Float32Array; point: Float32Array; normal: Float32Array; margin: number },
  { alphaMax, eta, ...box }: Mixture,
): Float64Array {
  const [low, high] = box.bounds;
  let offset = margin;
  for (let at = 0; at < clean.length; at++)
    offset += (normal[at] ?? 0) * ((clean[at] ?? 0) - (point[at] ?? 0));
  const ours = moveOntoHyperplane(point, { normal, offset: margin }, box);
  const theirs = moveOntoHyperplane(clean, { normal, offset }, box);
  const [size, sizeOfClean] = [sizeOf(ours, box.norm), sizeOf(theirs, box.norm)];
  const alpha = Math.min(
    Math.max(size, tiny) / (Math.max(size, tiny) + Math.max(sizeOfClean, tiny)),
    alphaMax,
  );
  return ours.map((move, at) => {
    const biased = (1 - alpha) * ((point[at] ?? 0) + eta * move);
    const mixed = biased + alpha * ((clean[at] ?? 0) + eta * (theirs[at] ?? 0));
    return Math.min(Math.max(mixed, low), high);
  });
}

function sizeOf(move: Float64Array, norm: 'L2' | 'Linf'): number {
  if (norm === 'Linf') return move.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return Math.sqrt(move.reduce((sum, value) => sum + value * value, 0));
}
