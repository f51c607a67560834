import type { ImageArray } from '../models/images';

/** Compares images value by value, and counts what it costs. */
export interface ValueComparison {
  /** Values compared so far. */
  readonly compared: () => number;
  /** Root mean square of the difference of two images, in their own units; infinite where it is `limit` or more. */
  readonly difference: (query: number, reference: number) => number;
}

/** Values between two looks at whether the limit is passed. */
const stride = 256;

/** Of most pairs a few hundred values tell that they are not alike: the rest is not looked at. */
export function valueComparison(
  { data: queries, shape }: ImageArray,
  { data: reference }: ImageArray,
  limit: number,
): ValueComparison {
  const size = shape[0] * shape[1] * shape[2];
  const most = limit * limit * size;
  let compared = 0;
  return {
    compared: () => compared,
    difference: (query, other) => {
      const [from, to] = [query * size, other * size];
      let sum = 0;
      for (let first = 0; first < size && sum < most; first += stride) {
        const end = Math.min(size, first + stride);
        for (let at = first; at < end; at++) {
          const difference = (queries[from + at] as number) - (reference[to + at] as number); // within both arrays; a hot loop
          sum += difference * difference;
        }
        compared += end - first;
      }
      return sum < most ? Math.sqrt(sum / size) : Number.POSITIVE_INFINITY;
    },
  };
}
