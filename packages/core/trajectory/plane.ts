import { symmetricEigen } from '../tensors/symmetric-eigen';

/** Points in a plane in which their distances stand as truly as in any: classical scaling. */
export interface Plane {
  /** `[n, 2]`, around their mean, in the unit of the distances. */
  readonly points: Float64Array;
  /** Share of all squared distances between the points that the plane keeps, 0 to 1; 1 where there are none to keep. */
  readonly kept: number;
  /** Mean squared distance of each point to all, `[n]`. */
  readonly meanSquared: Float64Array;
  /** What a point's squared distances are multiplied by to place it, `[2, n]`. */
  readonly axes: Float64Array;
}

/** An axis below this share of the first one's variance is rounding, not spread. */
const leastShare = 1e-10;

/**
 * The plane through points of which only the squared distances `[n, n]` are known. Of Euclidean distances it is the plane
 * of their first two principal components, so that no distance in it is longer than the true one.
 *
 * @see Torgerson, Multidimensional scaling: I. Theory and method, Psychometrika 1952
 */
export function planeOf(squared: Float64Array, n: number): Plane {
  const meanSquared = rowMeans(squared, n);
  const mean = average(meanSquared);
  const products = squared.map(
    (value, at) => -(value - (meanSquared[Math.floor(at / n)] ?? 0) - (meanSquared[at % n] ?? 0) + mean) / 2,
  );
  const { values, vectors } = symmetricEigen(products, n);
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const [points, axes] = [new Float64Array(2 * n), new Float64Array(2 * n)];
  let held = 0;
  for (let axis = 0; axis < Math.min(2, n); axis++) {
    const variance = values[axis] ?? 0;
    if (!(variance > leastShare * (values[0] ?? 0))) continue;
    held += variance;
    for (let at = 0; at < n; at++) {
      const part = vectors[axis * n + at] ?? 0;
      points[2 * at + axis] = part * Math.sqrt(variance);
      axes[axis * n + at] = part / Math.sqrt(variance);
    }
  }
  return { points, axes, meanSquared, kept: whole > 0 ? held / whole : 1 };
}

/**
 * Where another point falls in a plane, from its squared distances to the plane's points `[n]`: of Euclidean distances it
 * is its orthogonal projection.
 *
 * @see Gower, Adding a point to vector diagrams in multivariate analysis, Biometrika 1968
 */
export function placeInPlane(
  { axes, meanSquared }: Pick<Plane, 'axes' | 'meanSquared'>,
  squared: ArrayLike<number>,
): [number, number] {
  const n = meanSquared.length;
  const along = (axis: number) =>
    meanSquared.reduce((sum, mean, at) => sum + (axes[axis * n + at] ?? 0) * (mean - (squared[at] ?? 0)), 0) /
    2;
  return [along(0), along(1)];
}

function rowMeans(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, row) => average(matrix.subarray(row * n, (row + 1) * n)));
}

function average(values: Float64Array): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
