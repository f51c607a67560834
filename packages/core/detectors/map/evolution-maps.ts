import type { Features } from '../../activations/features';
import { CoreError } from '../../errors';
import type { Representatives } from '../reference-set';

/** What an entry of a map may be. Cosine is a similarity: higher is nearer. */
export const mapDistances = ['euclidean', 'cosine'] as const;
/** One of `mapDistances`. */
export type MapDistance = (typeof mapDistances)[number];

/** Guards the cosine of a vector without length. */
export const leastNormProduct = 1e-8;

/**
 * Evolution maps `[rows, layers, classes]`: entry (l, c) is the distance of the row's features in layer l to the
 * reference point of class c, or with `cosine` their similarity. Not normalized.
 *
 * @throws {CoreError} `SHAPE` when a layer's dimensions differ
 * @see Carrara et al., Adversarial examples detection in features distance spaces, ECCV Workshops 2018
 */
export function evolutionMaps(
  layers: readonly { readonly name: string; readonly features: Features; readonly points: Representatives }[],
  { rows, classes, distance }: { rows: number; classes: number; distance: MapDistance },
): Float32Array {
  const maps = new Float32Array(rows * layers.length * classes);
  const entry = distance === 'euclidean' ? euclidean : cosine;
  layers.forEach(({ name, features, points }, layer) => {
    if (features.dimensions !== points.dimensions)
      throw new CoreError(
        'SHAPE',
        `features of ${name}: expected ${points.dimensions} dimensions, got ${features.dimensions}`,
      );
    for (let row = 0; row < rows; row++)
      for (let label = 0; label < classes; label++)
        maps[(row * layers.length + layer) * classes + label] = entry(features, row, points, label);
  });
  return maps;
}

type Entry = (a: Features, rowOfA: number, b: Features, rowOfB: number) => number;

const euclidean: Entry = (a, rowOfA, b, rowOfB) => {
  const { dimensions } = a;
  let sum = 0;
  for (let at = 0; at < dimensions; at++) {
    // Within both arrays; a hot loop.
    const difference =
      (a.data[rowOfA * dimensions + at] as number) - (b.data[rowOfB * dimensions + at] as number);
    sum += difference * difference;
  }
  return Math.sqrt(sum);
};

const cosine: Entry = (a, rowOfA, b, rowOfB) => {
  const { dimensions } = a;
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let at = 0; at < dimensions; at++) {
    // Within both arrays; a hot loop.
    const x = a.data[rowOfA * dimensions + at] as number;
    const y = b.data[rowOfB * dimensions + at] as number;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return product / Math.max(Math.sqrt(lengthA) * Math.sqrt(lengthB), leastNormProduct);
};
