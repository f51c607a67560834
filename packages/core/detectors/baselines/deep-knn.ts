import { z } from 'zod';
import type { Features } from '../../activations/features';
import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import { layerNames } from '../../method';
import { exactSearch } from '../../neighbors';
import { countBelow } from '../../tensors/count-below';
import { defineDetector } from '../define-detector';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';
import { checkReference, chosenLayers, featuresOf, rowOf } from './check-reference';

const params = z.object({
  k: z.int().min(1).max(100_000).default(75).describe('Number of nearest training images in each layer.'),
  layers: layerNames().default([]).describe('Layers that are looked at; none chosen means all.'),
});

/** A fitted deep kNN: what was chosen, and the non-conformity of each calibration image, in rising order. */
interface State {
  readonly k: number;
  readonly layers: readonly string[];
  readonly calibration: Float32Array;
}

/**
 * One minus the credibility of the model's prediction. Non-conformity is the number of the k nearest training images,
 * over all layers, whose label is not the predicted class; credibility is the share of the calibration images (authentic
 * images of the train partition, which the model was not trained on) whose non-conformity is at least as large.
 *
 * Ours is the definition with exact Euclidean neighbors of features scaled to length 1. The published code centers them
 * too, for its hashing: moving all points alike changes no distance, so that nothing is centered here. The credibility is
 * that of the model's prediction, not of the class that the neighbors would choose.
 *
 * @see Papernot and McDaniel, Deep k-nearest neighbors, 2018
 */
export const deepKnn = defineDetector<typeof params, State>({
  id: 'deepKnn',
  title: 'Deep kNN',
  summary: 'How few training images, near in any of the layers, have the predicted class: as a credibility.',
  source: 'https://arxiv.org/abs/1803.04765',
  needs: { layers: 'many', training: false, calibration: true, lookup: true },
  params,
  fit: async ({ reference, calibration }, { k, layers: chosen }, context) => {
    const layers = chosenLayers(reference, chosen);
    await checkReference(reference, { layers, rows: { name: 'k', value: k }, context });
    if (!calibration?.rows)
      throw new CoreError('DEGENERATE_DATA', 'calibration images: expected at least one, got none');
    const unlike = await nonConformities(reference, calibration, { k, layers, context });
    return { k, layers, calibration: unlike.sort() };
  },
  score: async ({ k, layers, calibration }, { reference, queries }, context) => {
    const unlike = await nonConformities(reference, queries, { k, layers, context });
    return { scores: unlike.map((value) => 1 - credibility(value, calibration)) };
  },
  state: {
    encode: ({ k, layers, calibration }) => ({
      arrays: { calibration: { data: calibration, shape: [calibration.length] } },
      text: { params: JSON.stringify({ k, layers }) },
    }),
    decode: ({ arrays, text }) => ({
      ...params.parse(JSON.parse(text.params ?? '{}')),
      calibration: arrays.calibration?.data ?? new Float32Array(0),
    }),
  },
});

/** Share of the calibration non-conformities (in rising order) that are at least `value`. */
export function credibility(value: number, calibration: ArrayLike<number>): number {
  return (calibration.length - countBelow(calibration, value)) / calibration.length;
}

/** Neighbors over all layers whose label is not the predicted class, `[rows]`. */
async function nonConformities(
  reference: ReferenceSet,
  queries: Queries,
  { k, layers, context }: { k: number; layers: readonly string[]; context: Context },
): Promise<Float32Array> {
  const unlike = new Float32Array(queries.rows);
  for (const layer of layers) {
    await breathe(context);
    const features = featuresOf(queries, layer, reference.dimensions(layer));
    const search = exactSearch(() => unitChunks(reference.chunks(layer)));
    const { indices } = await search(unitLength(features), k, context);
    indices.forEach((index, at) => {
      const row = Math.floor(at / k);
      if (reference.labels[index] !== queries.predicted[row]) unlike[row] = (unlike[row] ?? 0) + 1;
    });
  }
  return unlike;
}

function* unitChunks(chunks: Iterable<Features>): Iterable<Features> {
  for (const chunk of chunks) yield unitLength(chunk);
}

/** Rows scaled to length 1; a row of zeros stays one. */
function unitLength(features: Features): Features {
  const data = features.data.slice();
  for (let row = 0; row < data.length / features.dimensions; row++) {
    const vector = rowOf({ data, dimensions: features.dimensions }, row);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length;
  }
  return { data, dimensions: features.dimensions };
}
