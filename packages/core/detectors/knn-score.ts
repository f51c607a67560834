import { z } from 'zod';
import type { Context } from '../context';
import { CoreError } from '../errors';
import { layerName, layerNames, onlyWith } from '../method';
import type { Neighbors } from '../neighbors';
import { checkReference, chosenLayers } from './baselines/check-reference';
import { stateArray } from './baselines/layered-regression';
import { type LogisticRegression, logisticRegression } from './baselines/logistic-regression';
import { defineDetector, type EncodedState, type Explanation } from './define-detector';
import { combinations, combineScores, learnCombination } from './knn/combine';
import { neighborsIn, type SearchedLayer, scoresOfNeighbors, searchedLayer } from './knn/knn-layers';
import { fitPreprocessing, type Preprocessed, preprocessings } from './knn/preprocessing';
import { softNeighbors } from './knn/soft-neighbors';
import { weightings } from './knn/weighted-support';
import type { Queries } from './queries';
import type { ReferenceSet } from './reference-set';

/** As many neighbors are kept to explain a score. */
const explainedNeighbors = 100;

const params = z.object({
  layer: layerName()
    .default('conv4')
    .meta(onlyWith('layers', []))
    .describe('Layer whose activations are compared.'),
  k: z.int().min(1).max(100_000).default(100).describe('Number of nearest training images looked at.'),
  weighting: z
    .enum(weightings)
    .default('rank')
    .describe('What a neighbor counts: 1 (uniform), 1 / rank, or 1 / squared distance.'),
  preprocessing: z
    .enum(preprocessings)
    .default('none')
    .describe(
      'Before comparing: nothing, length 1 (l2), or the 256 first principal components, with variance 1 where whitened.',
    ),
  search: z
    .enum(['exact', 'hnsw'])
    .default('exact')
    // The index is over features as they are.
    .meta(onlyWith('preprocessing', 'none'))
    .describe('Exact search defines the result; hnsw is an approximate index, stated with its recall.'),
  layers: layerNames()
    .default([])
    .describe('Several layers whose scores are combined; none chosen means one layer alone.'),
  combine: z
    .enum(combinations)
    .default('mean')
    .describe(
      'Score of several layers: their mean, their greatest, or weighed as learned from attacks. Of one layer only what is learned differs.',
    ),
});

/** A fitted kNN score: the training images are looked up in the reference set. */
interface State {
  readonly params: z.output<typeof params>;
  /** By layer in the order given. */
  readonly preprocessed: ReadonlyMap<string, Preprocessed>;
  /** There where the combination is learned. */
  readonly regression: LogisticRegression | null;
}

/**
 * One minus the weighted share of the k nearest training images that have the predicted class; of several layers combined.
 *
 * Features may be preprocessed by what is fitted on the reference set. Several layers are ours, not the article's: mean
 * and max are of the layers' scores; `learned` is a logistic regression on them, and needs attacked rows to learn from.
 *
 * @see Carrara et al., Adversarial image detection in deep neural networks, Multimedia Tools and Applications 2018
 */
export const knnScore = defineDetector<typeof params, State>({
  id: 'knnScore',
  title: 'kNN score',
  summary: 'How few of the nearest training images, in one layer, have the class that the model predicts.',
  source: 'https://doi.org/10.1007/s11042-018-5853-4',
  needs: { layers: 'one', training: false, lookup: true },
  learns: ({ combine }) => combine === 'learned',
  conflict: ({ search, preprocessing }) =>
    search === 'hnsw' && preprocessing !== 'none'
      ? {
          field: 'search',
          message: `expected exact with preprocessing ${preprocessing}, got hnsw, whose index is over features as they are`,
        }
      : null,
  params,
  fit: async ({ reference, train }, given, context) => {
    const layers = chosenLayers(reference, layersOf(given));
    await checkReference(reference, { layers, rows: { name: 'k', value: given.k }, context });
    const preprocessed = new Map<string, Preprocessed>();
    for (const layer of layers)
      preprocessed.set(
        layer,
        await fitPreprocessing(reference, layer, { kind: given.preprocessing, context }),
      );
    const state = { params: given, preprocessed, regression: null };
    if (given.combine !== 'learned') return state;
    if (!train)
      throw new CoreError(
        'DEGENERATE_DATA',
        'combine: expected training rows, authentic and attacked, to learn it from, got none',
      );
    const { scores } = await layerScores(state, { reference, queries: train, context });
    return {
      ...state,
      regression: learnCombination(scores, { layers: preprocessed.size, groups: train.groups }),
    };
  },
  score: async (state, { reference, queries }, context) => {
    const { scores, explanation } = await layerScores(state, { reference, queries, context });
    const { regression, params: given, preprocessed } = state;
    return {
      scores: combineScores(scores, { combine: given.combine, regression, layers: preprocessed.size }),
      explanation,
    };
  },
  differentiable: (state, { reference, softForm = 'matching' }) =>
    softNeighbors(
      searchedLayers(state, reference),
      { ...state.params, labels: reference.labels, softForm },
      { combine: state.params.combine, regression: state.regression },
    ),
  softTraits: ['refresh', 'softForms'],
  state: { encode, decode },
});

/** Each layer once. */
function layersOf({ layer, layers }: z.output<typeof params>): string[] {
  return layers.length > 0 ? [...new Set(layers)] : [layer];
}

function searchedLayers(
  { params: { search }, preprocessed }: State,
  reference: ReferenceSet,
): SearchedLayer[] {
  return [...preprocessed].map(([layer, fitted]) =>
    searchedLayer(reference, layer, { preprocessed: fitted, search }),
  );
}

/** Scores of each layer, `[rows, layers]`, and the neighbors in the first of them. */
async function layerScores(
  state: State,
  { reference, queries, context }: { reference: ReferenceSet; queries: Queries; context: Context },
): Promise<{ scores: Float64Array; explanation: Explanation }> {
  const { k, weighting } = state.params;
  const layers = [...state.preprocessed.keys()];
  const scores = new Float64Array(queries.rows * layers.length);
  let explanation: Explanation = {};
  for (const [column, [layer, preprocessed]] of [...state.preprocessed].entries()) {
    const searched = searchedLayer(reference, layer, { preprocessed, search: state.params.search });
    const neighbors = await neighborsIn(searched, queries, { k, context });
    const of = scoresOfNeighbors(neighbors, queries.predicted, { labels: reference.labels, weighting });
    of.forEach((score, row) => {
      scores[row * layers.length + column] = score;
    });
    if (column === 0) explanation = firstNeighbors(layer, neighbors);
  }
  return { scores, explanation };
}

function encode({ params: given, preprocessed, regression }: State): EncodedState {
  const arrays = [...preprocessed].flatMap(([layer, { projection }]) => {
    if (!projection) return [];
    const { mean, axes } = projection;
    return [
      [`mean/${layer}`, { data: mean, shape: [mean.length] }] as const,
      [
        `axes/${layer}`,
        { data: axes.data, shape: [axes.data.length / axes.dimensions, axes.dimensions] },
      ] as const,
    ];
  });
  return {
    arrays: Object.fromEntries(arrays),
    text: { params: JSON.stringify(given), regression: JSON.stringify(regression) },
  };
}

function decode(encoded: EncodedState): State {
  const { text } = encoded;
  const given = params.parse(JSON.parse(text.params ?? '{}'));
  const kind = given.preprocessing;
  const preprocessed = layersOf(given).map((layer): [string, Preprocessed] => {
    if (kind === 'none' || kind === 'l2') return [layer, { kind, projection: null }];
    const projection = {
      mean: stateArray(encoded, `mean/${layer}`).data,
      axes: stateArray(encoded, `axes/${layer}`),
    };
    return [layer, { kind, projection }];
  });
  return {
    params: given,
    preprocessed: new Map(preprocessed),
    regression: logisticRegression.nullable().parse(JSON.parse(text.regression ?? 'null')),
  };
}

function firstNeighbors(layer: string, { k, indices, distances }: Neighbors): Explanation {
  const kept = Math.min(k, explainedNeighbors);
  const rows = indices.length / k;
  const [keptIndices, keptDistances] = [new Uint32Array(rows * kept), new Float32Array(rows * kept)];
  for (let row = 0; row < rows; row++) {
    keptIndices.set(indices.subarray(row * k, row * k + kept), row * kept);
    keptDistances.set(distances.subarray(row * k, row * k + kept), row * kept);
  }
  return { neighbors: { layer, k: kept, indices: keptIndices, distances: keptDistances } };
}
