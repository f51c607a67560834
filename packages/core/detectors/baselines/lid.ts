import { z } from 'zod';
import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { layerNames } from '../../method';
import { seededRandom, shuffledIndices, splitSeed } from '../../tensors/random';
import { defineDetector } from '../define-detector';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';
import { checkReference, chosenLayers, featuresOf, rowOf, squaredDistance } from './check-reference';
import {
  decodeLayered,
  encodeLayered,
  fitLayers,
  type Layered,
  l2,
  layeredScores,
} from './layered-regression';

const params = z.object({
  k: z.int().min(2).max(10_000).default(20).describe('Number of nearest images of the minibatch.'),
  minibatch: z
    .int()
    .min(3)
    .max(10_000)
    .default(100)
    .describe('Training images that every input is compared with, drawn once with the seed.'),
  l2: l2(),
  layers: layerNames().default([]).describe('Layers that are looked at; none chosen means all.'),
});

/** A fitted LID detector: the minibatch's features in each layer, and what weighs the layers. */
interface State extends Layered {
  readonly k: number;
}

/** Estimates end here: k equal distances would make one infinite. */
const greatestLid = 1000;

/**
 * Local intrinsic dimensionality in each layer, by the maximum-likelihood estimate over the k nearest images of a
 * minibatch, weighed over the layers by a logistic regression that was trained on attacks.
 *
 * In the paper each input is compared with whatever images share its batch. Ours compares every input, in training and
 * in scoring, with the same `minibatch` training images, drawn once with the seed: so a score is the input's own and
 * does not depend on what is scored with it.
 *
 * @see Ma et al., Characterizing adversarial subspaces using local intrinsic dimensionality, ICLR 2018
 */
export const lid = defineDetector<typeof params, State>({
  id: 'lid',
  title: 'Local intrinsic dimensionality',
  summary:
    'How many dimensions the surroundings of an input seem to have in each layer, weighed by a regression.',
  source: 'https://arxiv.org/abs/1801.02613',
  needs: { layers: 'many', training: true },
  params,
  conflict: ({ k, minibatch }) =>
    k > minibatch ? { field: 'k', message: `expected 2 to ${minibatch} (the minibatch), got ${k}` } : null,
  fit: async ({ reference, train }, given, context) => {
    const layers = chosenLayers(reference, given.layers);
    const { k, minibatch } = given;
    await checkReference(reference, { layers, rows: { name: 'minibatch', value: minibatch }, context });
    const order = shuffledIndices(reference.rows, seededRandom(splitSeed(context.seed, 'lid')));
    const points = new Map(
      layers.map((layer) => [layer, drawnRows(reference, layer, order.slice(0, minibatch))]),
    );
    const columns = await lids(train, { k, points, context });
    return { k, points, regression: fitLayers(columns, { train, width: layers.length, l2: given.l2 }) };
  },
  score: async (state, { queries }, context) =>
    layeredScores(state, await lids(queries, { ...state, context })),
  state: {
    encode: (state) => encodeLayered(state, { k: String(state.k) }),
    decode: (encoded) => ({ ...decodeLayered(encoded), k: Number(encoded.text.k) }),
  },
});

/**
 * `-k / sum ln(r_i / r_k)` of the k nearest distances in rising order, r_k the last: at most 1,000, where all k are
 * nearly equal; 0 where all are 0, a point among its duplicates.
 */
export function lidOf(distances: ArrayLike<number>): number {
  const k = distances.length;
  const farthest = distances[k - 1] ?? 0;
  if (farthest === 0) return 0;
  let sum = 0;
  // A duplicate counts as very near: the logarithm of 0 would make the estimate 0, whatever the other distances.
  for (let at = 0; at < k; at++) sum -= Math.log(Math.max(distances[at] ?? 0, 1e-12 * farthest) / farthest);
  return Math.min(greatestLid, k / Math.max(sum, Number.MIN_VALUE));
}

/** Estimates `[rows, layers]`. */
async function lids(
  queries: Queries | undefined,
  { k, points, context }: { k: number; points: ReadonlyMap<string, Features>; context: Context },
): Promise<Float64Array> {
  const rows = queries?.rows ?? 0;
  const values = new Float64Array(rows * points.size);
  let column = 0;
  for (const [layer, members] of points) {
    if (!queries) break;
    const features = featuresOf(queries, layer, members.dimensions);
    const count = members.data.length / members.dimensions;
    for (let row = 0; row < rows; row++) {
      if (row % 256 === 0) await breathe(context);
      const query = rowOf(features, row);
      const squared = Float64Array.from({ length: count }, (_, at) =>
        squaredDistance(query, rowOf(members, at)),
      );
      values[row * points.size + column] = lidOf(squared.sort().subarray(0, k).map(Math.sqrt));
    }
    column++;
  }
  return values;
}

function drawnRows(reference: ReferenceSet, layer: string, rows: Int32Array): Features {
  const dimensions = reference.dimensions(layer);
  const data = new Float32Array(rows.length * dimensions);
  const places = new Map([...rows].map((row, place) => [row, place]));
  let first = 0;
  for (const chunk of reference.chunks(layer)) {
    const count = chunk.data.length / dimensions;
    for (let at = 0; at < count; at++) {
      const place = places.get(first + at);
      if (place !== undefined) data.set(rowOf(chunk, at), place * dimensions);
    }
    first += count;
  }
  return { data, dimensions };
}
