import { z } from 'zod';
import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import { layerNames } from '../../method';
import { cholesky, invertLower } from '../../tensors/cholesky';
import { defineDetector } from '../define-detector';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';
import { checkReference, chosenLayers, featuresOf, rowOf, squaredDistance } from './check-reference';
import { classMeans, tiedCovariance } from './class-statistics';
import {
  decodeLayered,
  encodeLayered,
  fitLayers,
  type Layered,
  l2,
  layeredScores,
  stateArray,
} from './layered-regression';
import { softDistances, type WhitenedLayer } from './soft-mahalanobis';

const params = z.object({
  ridge: z
    .number()
    .min(0)
    .max(1)
    .default(1e-3)
    .describe('Added to the variance of each feature, as a share of the mean variance.'),
  l2: l2(),
  layers: layerNames().default([]).describe('Layers that are looked at; none chosen means all.'),
});

/** A fitted Mahalanobis detector: `points` are the whitened class means. */
interface State extends Layered {
  /** Inverse triangles of the covariances by layer, `[dimensions, dimensions]`: they whiten features. */
  readonly whitening: ReadonlyMap<string, Features>;
}

/**
 * Squared Mahalanobis distance to the nearest class mean in each layer, under one covariance that all classes share
 * (1/N), weighed over the layers by a logistic regression that was trained on attacks.
 *
 * Features are pooled, as in the paper. Ours leaves out the paper's step of gradient on the input, which is a choice
 * there. Units that are always off would make the covariance singular: where the published code takes a pseudo-inverse,
 * which overlooks them, ours adds a ridge, so that a unit that no training image turns on counts when an input does.
 *
 * @see Lee et al., A simple unified framework for detecting out-of-distribution samples and adversarial attacks, NeurIPS 2018
 */
export const mahalanobis = defineDetector<typeof params, State>({
  id: 'mahalanobis',
  title: 'Mahalanobis distance',
  summary: 'How far the features of each layer are from the nearest class, in units of how they spread.',
  source: 'https://arxiv.org/abs/1807.03888',
  needs: { layers: 'many', training: true },
  params,
  fit: async ({ reference, train }, given, context) => {
    const layers = chosenLayers(reference, given.layers);
    await checkReference(reference, { layers, rows: { name: 'reference images', value: 1 }, context });
    const [points, whitening] = [new Map<string, Features>(), new Map<string, Features>()];
    for (const layer of layers) {
      const whitened = await whiten(reference, layer, { ridge: given.ridge, context });
      points.set(layer, whitened.means);
      whitening.set(layer, whitened.whitening);
    }
    const columns = await nearestDistances(train, { points, whitening, context });
    return {
      points,
      whitening,
      regression: fitLayers(columns, { train, width: layers.length, l2: given.l2 }),
    };
  },
  score: async (state, { queries }, context) =>
    layeredScores(state, await nearestDistances(queries, { ...state, context })),
  // Log odds: they order inputs as their probability does, which has no slope where it is near 0 or 1.
  differentiable: ({ points, whitening, regression }) =>
    softDistances(layersOf({ points, whitening }), regression),
  state: {
    encode: (state) => {
      const { arrays, text } = encodeLayered(state);
      const more = [...state.whitening].map(
        ([layer, { data, dimensions }]) =>
          [`whitening/${layer}`, { data, shape: [dimensions, dimensions] }] as const,
      );
      return { arrays: { ...arrays, ...Object.fromEntries(more) }, text };
    },
    decode: (encoded) => {
      const layered = decodeLayered(encoded);
      const whitening = [...layered.points.keys()].map(
        (layer) => [layer, stateArray(encoded, `whitening/${layer}`)] as const,
      );
      return { ...layered, whitening: new Map(whitening) };
    },
  },
});

/** Class means and features' own axes in which the covariance of a layer is the identity. */
export async function whiten(
  reference: ReferenceSet,
  layer: string,
  { ridge, context }: { ridge: number; context: Context },
): Promise<{ whitening: Features; means: Features }> {
  const statistics = classMeans(reference, layer);
  const { means, counts, dimensions } = statistics;
  const covariance = await tiedCovariance(reference, layer, { ...statistics, context });
  let trace = 0;
  for (let at = 0; at < dimensions; at++) trace += covariance[at * dimensions + at] ?? 0;
  if (trace === 0)
    throw new CoreError(
      'DEGENERATE_DATA',
      `features of ${layer}: expected images of a class that differ, got equal ones`,
    );
  for (let at = 0; at < dimensions; at++)
    covariance[at * dimensions + at] = (covariance[at * dimensions + at] ?? 0) + (ridge * trace) / dimensions;
  const whitening = {
    data: Float32Array.from(invertLower(cholesky(covariance, dimensions), dimensions)),
    dimensions,
  };
  const present = [...counts.keys()].filter((label) => (counts[label] ?? 0) > 0);
  const white = present.flatMap((label) => [
    ...whitened(means.subarray(label * dimensions, (label + 1) * dimensions), whitening),
  ]);
  return { whitening, means: { data: Float32Array.from(white), dimensions } };
}

/** Squared Mahalanobis distances of one vector to each class that has images. */
export function squaredDistances(
  vector: ArrayLike<number>,
  { whitening, means }: { whitening: Features; means: Features },
): number[] {
  const white = whitened(vector, whitening);
  return Array.from({ length: means.data.length / means.dimensions }, (_, label) =>
    squaredDistance(white, rowOf(means, label)),
  );
}

function whitened(vector: ArrayLike<number>, { data, dimensions }: Features): Float64Array {
  const white = new Float64Array(dimensions);
  for (let row = 0; row < dimensions; row++) {
    let sum = 0;
    for (let at = 0; at <= row; at++) sum += (data[row * dimensions + at] as number) * (vector[at] as number); // within both
    white[row] = sum;
  }
  return white;
}

/** Squared distance to the nearest class, `[rows, layers]`. */
async function nearestDistances(
  queries: Queries | undefined,
  { context, ...state }: Pick<State, 'points' | 'whitening'> & { context: Context },
): Promise<Float64Array> {
  const layers = layersOf(state);
  const values = new Float64Array((queries?.rows ?? 0) * layers.length);
  for (const [column, { layer, whitening, means }] of layers.entries()) {
    if (!queries) break;
    const features = featuresOf(queries, layer, whitening.dimensions);
    for (let row = 0; row < queries.rows; row++) {
      if (row % 64 === 0) await breathe(context);
      const distances = squaredDistances(rowOf(features, row), { whitening, means });
      values[row * layers.length + column] = distances.reduce((least, distance) => Math.min(least, distance));
    }
  }
  return values;
}

function layersOf({ points, whitening }: Pick<State, 'points' | 'whitening'>): WhitenedLayer[] {
  return [...points].map(([layer, means]) => ({
    layer,
    means,
    whitening: whitening.get(layer) ?? { data: new Float32Array(0), dimensions: 0 },
  }));
}
