import { z } from 'zod';
import type { Features } from '../../activations/features';
import { CoreError } from '../../errors';
import { learningRate } from '../../learning-rate';
import { layerName } from '../../method';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import { mlpHead } from '../heads/mlp-head';
import { headScores, trainHead } from '../heads/train-head';
import { fitStandardization, type Standardization, standardize } from '../map/standardization';
import type { LabeledQueries } from '../queries';
import { checkTrainingVaries, chosenLayers, featuresOf } from './check-reference';
import { stateArray } from './layered-regression';

const params = z.object({
  layer: layerName().default('conv4').describe('Layer whose features are looked at.'),
  units: z.int().min(1).max(2048).default(100).describe('Hidden units of the network.'),
  epochs: z
    .int()
    .min(1)
    .max(2000)
    .default(50)
    .describe('Epochs of as many draws as there are training rows.'),
  batchSize: z.int().min(1).max(4096).default(128).describe('Inputs in one training step.'),
  learningRate: learningRate(1e-3),
});

const described = z.object({ params, bestEpoch: z.int(), validationMacroAuc: z.number() });

/** A fitted classifier of one layer's features. */
interface State extends z.output<typeof described> {
  readonly weights: Float32Array;
  readonly standardization: Standardization;
}

/**
 * A small network (one hidden layer with ReLU and dropout 0.5) that was trained to tell attacked from authentic by the
 * features of one layer, each brought to mean 0 and deviation 1: what the features hold, with nothing about classes or
 * distances. Trained as the head of an evolution map: evenly drawn groups, best epoch by validation macro-AUC.
 *
 * In the manner of Metzen et al., whose detectors are convolutional networks on unpooled activations.
 *
 * @see Metzen et al., On detecting adversarial perturbations, ICLR 2017
 */
export const layerClassifier = defineDetector<typeof params, State>({
  id: 'layerClassifier',
  title: 'Layer classifier',
  summary: 'A small network trained on attacks that sees the features of one layer, and nothing else.',
  source: 'https://arxiv.org/abs/1702.04267',
  needs: { layers: 'one', training: true },
  params,
  fit: async ({ reference, train, validation, keeper }, given, context) => {
    if (!train || !validation)
      throw new CoreError('DEGENERATE_DATA', 'layer classifier: expected training and validation rows');
    chosenLayers(reference, [given.layer]);
    const dimensions = reference.dimensions(given.layer);
    const of = (queries: LabeledQueries) => featuresOf(queries, given.layer, dimensions);
    checkTrainingVaries(of(train).data, dimensions, `features of ${given.layer}`);
    const standardization = fitStandardization(of(train).data, dimensions);
    const grouped = (queries: LabeledQueries) => ({
      maps: standardize(of(queries).data, standardization),
      groups: queries.groups,
    });
    const trained = await trainHead(
      headOf(given.units, dimensions),
      { train: grouped(train), validation: grouped(validation), shape: [1, dimensions] },
      { training: { ...given, sampling: 'group' }, context, keeper },
    );
    return { params: given, standardization, ...trained };
  },
  score: async (state, { queries }) => {
    const dimensions = state.standardization.mean.length;
    const features: Features = featuresOf(queries, state.params.layer, dimensions);
    const input = tf.tensor3d(standardize(features.data, state.standardization), [
      queries.rows,
      1,
      dimensions,
    ]);
    const scores = headScores(headOf(state.params.units, dimensions), state.weights, input);
    input.dispose();
    return { scores };
  },
  // Logits: they order inputs as their probability does, which has no slope where it is near 0 or 1.
  differentiable: ({ params: { layer, units }, weights, standardization }) => {
    const dimensions = standardization.mean.length;
    const [mean, deviation] = [tf.tensor1d(standardization.mean), tf.tensor1d(standardization.deviation)];
    const held = tf.tensor1d(weights);
    return {
      layers: [layer],
      refresh: async () => {},
      scores: ({ features }) =>
        tf.tidy(() => {
          const of = features.get(layer);
          if (!of) throw new CoreError('SHAPE', `features: expected those of ${layer}, got none`);
          const ready = of.sub(mean).div(deviation).reshape([-1, 1, dimensions]) as tf.Tensor3D; // three sizes
          return headOf(units, dimensions).logits(held, ready).squeeze([1]);
        }),
      dispose: () => tf.dispose([mean, deviation, held]),
    };
  },
  state: {
    encode: ({ weights, standardization, ...rest }) => ({
      arrays: Object.fromEntries(
        Object.entries({ weights, ...standardization }).map(([name, data]) => [
          name,
          { data, shape: [data.length] },
        ]),
      ),
      text: { state: JSON.stringify(rest) },
    }),
    decode: (encoded) => ({
      ...described.parse(JSON.parse(encoded.text.state ?? '{}')),
      weights: stateArray(encoded, 'weights').data,
      standardization: {
        mean: stateArray(encoded, 'mean').data,
        deviation: stateArray(encoded, 'deviation').data,
      },
    }),
  },
});

/** The features as a map of one row. */
function headOf(units: number, dimensions: number) {
  return mlpHead({ layers: 1, classes: dimensions, units });
}
