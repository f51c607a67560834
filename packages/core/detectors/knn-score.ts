import { z } from 'zod';
import { CoreError } from '../errors';
import { layerName } from '../method';
import { exactSearch } from '../neighbors';
import { defineDetector, type Explanation, type ReferenceSet } from './define-detector';
import { softNeighbors } from './knn/soft-neighbors';
import { supportOf, weightings } from './knn/weighted-support';

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
  differentiable: (state, { reference }) =>
    softNeighbors(
      [
        {
          layer: state.layer,
          chunks: [...reference.chunks(state.layer)],
          search: searchOf(state, reference),
        },
      ],
      { ...state, labels: reference.labels },
    ),
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
