import { z } from 'zod';
import { CoreError } from '../errors';
import { learningRate } from '../learning-rate';
import { layerNames } from '../method';
import { tf } from '../tensors/tf';
import { checkClasses, checkTrainingVaries } from './baselines/check-reference';
import { defineDetector, type EncodedState } from './define-detector';
import { bilstmHead } from './heads/bilstm-head';
import type { Head } from './heads/head';
import { lstmHead } from './heads/lstm-head';
import { mlpHead } from './heads/mlp-head';
import { headScores, trainHead } from './heads/train-head';
import { evolutionMaps, mapDistances } from './map/evolution-maps';
import { meanMaps } from './map/mean-maps';
import { softMap } from './map/soft-map';
import { fitStandardization, type Standardization, standardize } from './map/standardization';
import type { Queries } from './queries';
import type { Representatives } from './reference-set';

const params = z.object({
  representative: z
    .enum(['centroid', 'medoid'])
    .default('medoid')
    .describe('Reference point of a class: its mean, or its most central member.'),
  distance: z
    .enum(mapDistances)
    .default('euclidean')
    .describe('Entry of the map: Euclidean distance, or cosine similarity.'),
  head: z
    .enum(['lstm', 'bilstm', 'mlp'])
    .default('lstm')
    .describe(
      'Network that reads the map: along the layers, in both directions (bilstm), or all at once (mlp).',
    ),
  layers: layerNames()
    .default([])
    .describe('Layers of the map, shallow to deep; none chosen means all of the reference set.'),
  units: z.int().min(1).max(2048).default(100).describe('Hidden units of the network.'),
  epochs: z
    .int()
    .min(1)
    .max(2000)
    .default(100)
    .describe('Epochs of as many draws as there are training rows.'),
  batchSize: z.int().min(1).max(4096).default(128).describe('Maps in one training step.'),
  learningRate: learningRate(3e-4),
  sampling: z
    .enum(['group', 'label'])
    .default('group')
    .describe('Draw evenly over authentic and each attack, or over the two labels.'),
  standardize: z.boolean().default(false).describe('Bring each entry of the map to mean 0 and deviation 1.'),
});

/** A fitted evolution map: reference points, network, and the mean map of each class. */
interface State {
  readonly params: z.output<typeof params>;
  readonly layers: readonly string[];
  readonly classes: number;
  readonly points: ReadonlyMap<string, Representatives>;
  readonly standardization: Standardization | null;
  readonly weights: Float32Array;
  /** Mean map of the authentic training rows of each class, `[classes, layers, classes]`. */
  readonly meanMaps: Float32Array;
  readonly bestEpoch: number;
  readonly validationMacroAuc: number;
}

/**
 * Distances of an input's activations to each class's reference point, layer by layer, read by a small network.
 *
 * @see Carrara et al., Adversarial examples detection in features distance spaces, ECCV Workshops 2018
 */
export const evolutionMap = defineDetector<typeof params, State>({
  id: 'evolutionMap',
  title: 'Evolution map',
  summary:
    'How the distance to each class evolves through the layers, read by an LSTM that was trained on attacks.',
  source: 'https://doi.org/10.1007/978-3-030-11012-3_26',
  needs: { layers: 'many', training: true },
  params,
  fit: async ({ reference, train, validation, keeper }, given, context) => {
    if (!train || !validation)
      throw new CoreError('DEGENERATE_DATA', 'evolution map: expected training and validation rows');
    const layers = given.layers.length > 0 ? given.layers : reference.layers;
    const unknown = layers.find((layer) => !reference.layers.includes(layer));
    if (unknown)
      throw new CoreError(
        'PARAMETERS',
        `layers: expected some of ${reference.layers.join(', ')}, got ${unknown}`,
      );
    checkClasses(reference);
    const points = new Map(
      layers.map((layer) => [layer, reference.representatives(layer, given.representative)]),
    );
    const unfitted = { params: given, layers, classes: reference.classes, points, standardization: null };
    const raw = mapsOf(unfitted, train);
    const width = layers.length * reference.classes;
    checkTrainingVaries(raw, width, 'evolution maps');
    const standardization = given.standardize ? fitStandardization(raw, width) : null;
    const ready = (maps: Float32Array) => (standardization ? standardize(maps, standardization) : maps);
    const head = headOf(unfitted);
    const trained = await trainHead(
      head,
      {
        train: { maps: ready(raw), groups: train.groups },
        validation: { maps: ready(mapsOf(unfitted, validation)), groups: validation.groups },
        shape: [layers.length, reference.classes],
      },
      { training: given, context, keeper },
    );
    return {
      ...unfitted,
      ...trained,
      standardization,
      meanMaps: meanMaps(raw, train, { classes: reference.classes, width }),
    };
  },
  score: async (state, { queries }) => {
    const maps = mapsOf(state, queries);
    const shape: [number, number, number] = [queries.rows, state.layers.length, state.classes];
    const ready = state.standardization ? standardize(maps, state.standardization) : maps;
    const input = tf.tensor3d(ready, shape);
    const scores = headScores(headOf(state), state.weights, input);
    input.dispose();
    return { scores, explanation: { maps: { layers: state.layers, classes: state.classes, data: maps } } };
  },
  differentiable: (state) => softMap({ ...state, distance: state.params.distance, head: headOf(state) }),
  softTraits: ['represent'],
  state: { encode, decode },
});

const heads = { lstm: lstmHead, bilstm: bilstmHead, mlp: mlpHead };

function headOf({
  params: { head, units },
  layers,
  classes,
}: Pick<State, 'params' | 'layers' | 'classes'>): Head {
  const size = { layers: layers.length, classes, units };
  return heads[head](size);
}

function mapsOf(
  state: Pick<State, 'params' | 'layers' | 'classes' | 'points'>,
  queries: Queries,
): Float32Array {
  const parts = state.layers.map((name) => {
    const [features, points] = [queries.features.get(name), state.points.get(name)];
    if (!features || !points) throw new CoreError('SHAPE', `queries: expected features of ${name}, got none`);
    return { name, features, points };
  });
  return evolutionMaps(parts, {
    rows: queries.rows,
    classes: state.classes,
    distance: state.params.distance,
  });
}

function encode(state: State): EncodedState {
  const { params: given, layers, classes, bestEpoch, validationMacroAuc, standardization } = state;
  const vector = (data: Float32Array) => ({ data, shape: [data.length] });
  const points = [...state.points].map(
    ([layer, { data, dimensions }]) => [`points/${layer}`, { data, shape: [classes, dimensions] }] as const,
  );
  return {
    arrays: {
      weights: vector(state.weights),
      meanMaps: { data: state.meanMaps, shape: [classes, layers.length, classes] },
      ...(standardization && {
        mean: vector(standardization.mean),
        deviation: vector(standardization.deviation),
      }),
      ...Object.fromEntries(points),
    },
    text: { state: JSON.stringify({ params: given, layers, classes, bestEpoch, validationMacroAuc }) },
  };
}

const stateText = z.object({
  params,
  layers: z.array(z.string()),
  classes: z.int(),
  bestEpoch: z.int(),
  validationMacroAuc: z.number(),
});

function decode({ arrays, text }: EncodedState): State {
  const rest = stateText.parse(JSON.parse(text.state ?? '{}'));
  const array = (name: string) => {
    const found = arrays[name];
    if (!found) throw new CoreError('SHAPE', `detector state: expected an array ${name}, got none`);
    return found;
  };
  const points = rest.layers.map((layer) => {
    const { data, shape } = array(`points/${layer}`);
    return [layer, { data, dimensions: shape[1] ?? 0 }] as const;
  });
  return {
    ...rest,
    points: new Map(points),
    weights: array('weights').data,
    meanMaps: array('meanMaps').data,
    standardization: rest.params.standardize
      ? { mean: array('mean').data, deviation: array('deviation').data }
      : null,
  };
}
