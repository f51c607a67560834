import type { Features } from '../activations/features';
import type { MapDistance } from '../detectors/map/evolution-maps';

/**
 * Squared distances between some rows of `points`, `[rows, rows]`: Euclidean ones, or for a map of cosine similarities
 * those between the ends of the vectors on the unit sphere.
 */
export function squaredPointDistances(
  { data, dimensions }: Features,
  rows: readonly number[],
  distance: MapDistance,
): Float64Array {
  const vectors = rows.map((row) => {
    const vector = Float64Array.from(data.subarray(row * dimensions, (row + 1) * dimensions));
    if (distance === 'euclidean') return vector;
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return length > 0 ? vector.map((value) => value / length) : vector;
  });
  const n = rows.length;
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [vectors[Math.floor(at / n)], vectors[at % n]];
    return a && b ? a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0) : 0;
  });
}

/** An entry of an evolution map as a distance: of a cosine similarity the chord `√(2 − 2 cos)`, for which a plane can be found. */
export function asDistance(entry: number, distance: MapDistance): number {
  return distance === 'euclidean' ? entry : Math.sqrt(Math.max(0, 2 - 2 * entry));
}
