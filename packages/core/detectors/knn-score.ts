import { z } from 'zod';
import { CoreError } from '../errors';
import { layerName } from '../method';
import { exactSearch } from '../neighbors';
import { defineDetector, type Explanation, type ReferenceSet } from './define-detector';

/** What a neighbor may count: 1, 1 / rank, or 1 / squared distance. */
export const weightings = ['uniform', 'rank', 'distance'] as const;
/** One of `weightings`. */
export type Weighting = (typeof weightings)[number];

/** Squared distances are clamped from below by this, so that a duplicate of a reference image weighs much, not infinitely. */
const leastSquaredDistance = 1e-12;

/** As many neighbors are kept to explain a score. */
const explainedNeighbors = 100;

const params = z.object({
  layer: layerName().default('conv4').describe('Layer whose activations are compared.'),
  k: z.int().min(1).max(100_000).default(100).describe('Number of nearest training images looked at.'),
  weighting: z
    .enum(weightings)
    .default('rank')
    .describe('What a neighbor counts: 1 (uniform), 1 / rank, or 1 / squared distance.'),
  search: z
    .enum(['exact', 'hnsw'])
    .default('exact')
    .describe('Exact search defines the result; hnsw is an approximate index, stated with its recall.'),
});

type Params = z.output<typeof params>;

/**
 * One minus the weighted share of the k nearest training images that have the predicted class.
 *
 * @see Carrara et al., Adversarial image detection in deep neural networks, Multimedia Tools and Applications 2018
 */
export const knnScore = defineDetector({
  id: 'knnScore',
  title: 'kNN score',
  summary: 'How few of the nearest training images, in one layer, have the class that the model predicts.',
  source: 'https://doi.org/10.1007/s11042-018-5853-4',
  needs: { layers: 'one', training: false },
  params,
  fit: async ({ reference }, given) => {
    if (!reference.layers.includes(given.layer))
      throw new CoreError(
        'PARAMETERS',
        `layer: expected one of ${reference.layers.join(', ')}, got ${given.layer}`,
      );
    if (given.k > reference.rows)
      throw new CoreError(
        'PARAMETERS',
        `k: expected 1 to ${reference.rows} (the reference images), got ${given.k}`,
      );
    return given;
  },
  score: async (state, { reference, queries }, context) => {
    const features = queries.features.get(state.layer);
    if (!features) throw new CoreError('SHAPE', `queries: expected features of ${state.layer}, got none`);
    const neighbors = await searchOf(state, reference)(features, state.k, context);
    const scores = Float32Array.from(queries.predicted, (predicted, row) => {
      const of = (values: Uint32Array | Float32Array) => values.subarray(row * state.k, (row + 1) * state.k);
      const labels = Int32Array.from(of(neighbors.indices), (index) => reference.labels[index] ?? -1);
      return (
        1 - supportOf(predicted, { labels, distances: of(neighbors.distances), weighting: state.weighting })
      );
    });
    return { scores, explanation: firstNeighbors(state.layer, neighbors) };
  },
  state: {
    encode: (state) => ({ arrays: {}, text: { params: JSON.stringify(state) } }),
    decode: ({ text }) => params.parse(JSON.parse(text.params ?? '{}')),
  },
});

function searchOf({ layer, search }: Params, reference: ReferenceSet) {
  if (search === 'exact') return exactSearch(() => reference.chunks(layer));
  if (!reference.approximateSearch)
    throw new CoreError(
      'PARAMETERS',
      'search: expected exact, got hnsw, whose native module is not available here',
    );
  return reference.approximateSearch(layer);
}

/** What each neighbor counts, nearest first; `distances` are Euclidean, not squared. */
export function neighborWeights(distances: ArrayLike<number>, weighting: Weighting): Float64Array {
  return Float64Array.from(distances, (distance, index) => {
    if (weighting === 'uniform') return 1;
    if (weighting === 'rank') return 1 / (index + 1);
    return 1 / Math.max(distance * distance, leastSquaredDistance);
  });
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

function firstNeighbors(
  layer: string,
  { k, indices, distances }: { k: number; indices: Uint32Array; distances: Float32Array },
): Explanation {
  const kept = Math.min(k, explainedNeighbors);
  const rows = indices.length / k;
  const [keptIndices, keptDistances] = [new Uint32Array(rows * kept), new Float32Array(rows * kept)];
  for (let row = 0; row < rows; row++) {
    keptIndices.set(indices.subarray(row * k, row * k + kept), row * kept);
    keptDistances.set(distances.subarray(row * k, row * k + kept), row * kept);
  }
  return { neighbors: { layer, k: kept, indices: keptIndices, distances: keptDistances } };
}
