import type { Tensor } from '@tensorflow/tfjs';
import { nextConstant, unbounded } from '../attacks/constant-search';
import { tf } from '../tensors/tf';
import { tidy } from '../tensors/tidy';

/** The constants of one hinge, `[n]`: the one in use, the largest that did not do, the smallest that did. */
export interface HingeConstants {
  readonly constant: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** The constants of `n` images before the first search: `initialConstant` each, of which nothing is known. */
export function firstConstants(n: number, initialConstant: number): HingeConstants {
  const fill = (value: number) => new Float32Array(n).fill(value);
  return { constant: fill(initialConstant), low: fill(0), high: fill(unbounded) };
}

/** The constants of the next search, by `found` `[n]`, 1 where they did; rows of which nothing was learned keep theirs. */
export function nextConstants(
  { constant, low, high }: HingeConstants,
  found: Uint8Array,
  learned: (row: number) => boolean,
): HingeConstants {
  const after = tidy(() => {
    const [own, least, most, did] = [constant, low, high, Float32Array.from(found)].map((values) =>
      tf.tensor1d(values),
    ) as [Tensor, Tensor, Tensor, Tensor]; // one for each of the four
    return nextConstant({ constant: own, low: least, high: most, found: did });
  });
  const choose = (tensor: Tensor, before: Float32Array) => {
    const values = tensor.dataSync();
    tensor.dispose();
    return before.map((value, row) => (learned(row) ? (values[row] ?? value) : value));
  };
  return {
    constant: choose(after.constant, constant),
    low: choose(after.low, low),
    high: choose(after.high, high),
  };
}
