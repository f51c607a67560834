/** What a neighbor may count: 1, 1 / rank, or 1 / squared distance. */
export const weightings = ['uniform', 'rank', 'distance'] as const;
/** One of `weightings`. */
export type Weighting = (typeof weightings)[number];

/** Squared distances are clamped from below by this, so that a duplicate of a reference image weighs much, not infinitely. */
export const leastSquaredDistance = 1e-12;

/** What one neighbor counts, by its Euclidean distance and its rank from 0. */
export const neighborWeight: Readonly<Record<Weighting, (distance: number, rank: number) => number>> = {
  uniform: () => 1,
  rank: (_, rank) => 1 / (rank + 1),
  distance: (distance) => 1 / Math.max(distance * distance, leastSquaredDistance),
};

/** What each neighbor counts, nearest first; `distances` are Euclidean, not squared. */
export function neighborWeights(distances: ArrayLike<number>, weighting: Weighting): Float64Array {
  return Float64Array.from(distances, neighborWeight[weighting]);
}

/** Share in [0, 1] of the neighbors' weight that has the given class: the authenticity score as published. */
export function supportOf(
  predicted: number,
  {
    labels,
    distances,
    weighting,
  }: { labels: ArrayLike<number>; distances: ArrayLike<number>; weighting: Weighting },
): number {
  const weights = neighborWeights(distances, weighting);
  let [agreeing, all] = [0, 0];
  weights.forEach((weight, index) => {
    all += weight;
    if (labels[index] === predicted) agreeing += weight;
  });
  return agreeing / all;
}

/**
 * Gradient of the distance-weighted support with respect to the query's features, for a fixed set of neighbors:
 * `(1/W) sum_i ([c_i = c] - s) dw_i`, with `dw_i = -2 (phi - phi_i) / d_i^4`. `[dimensions]`
 */
export function distanceSupportGradient(
  query: ArrayLike<number>,
  {
    neighbors,
    labels,
    predicted,
  }: { neighbors: readonly ArrayLike<number>[]; labels: ArrayLike<number>; predicted: number },
): { support: number; gradient: Float64Array } {
  const squared = neighbors.map((neighbor) => {
    let sum = 0;
    for (let at = 0; at < query.length; at++) sum += ((query[at] ?? 0) - (neighbor[at] ?? 0)) ** 2;
    return Math.max(sum, leastSquaredDistance);
  });
  const support = supportOf(predicted, { labels, distances: squared.map(Math.sqrt), weighting: 'distance' });
  const all = squared.reduce((sum, value) => sum + 1 / value, 0);
  const gradient = new Float64Array(query.length);
  neighbors.forEach((neighbor, index) => {
    const share = ((labels[index] === predicted ? 1 : 0) - support) / all;
    const slope = (-2 * share) / (squared[index] ?? 1) ** 2;
    for (let at = 0; at < query.length; at++)
      gradient[at] = (gradient[at] ?? 0) + slope * ((query[at] ?? 0) - (neighbor[at] ?? 0));
  });
  return { support, gradient };
}
