import { z } from 'zod';
import type { Features } from '../../activations/features';
import { breathe } from '../../context';
import { layerName } from '../../method';
import { exactSearch } from '../../neighbors';
import { defineDetector } from '../define-detector';
import type { ReferenceSet } from '../reference-set';
import { checkReference, chosenLayers, featuresOf, rowOf } from './check-reference';

const params = z.object({
  layer: layerName()
    .default('fc2')
    .describe('Layer whose features are compared, such as the last hidden one.'),
});

/**
 * The trust score t of an input is its distance to the nearest training image of any class but the predicted one over
 * its distance to the nearest of the predicted class. Ours is `1 / (1 + t)`, which falls as trust rises, lies in [0, 1]
 * and is finite at duplicates: the distance to the predicted class over the sum of both; 1/2 where both are 0, and 1
 * where no training image has the predicted class.
 *
 * All training images stand for their class, as with the published code's default (no filter of sparse regions, alpha 0).
 *
 * @see Jiang et al., To trust or not to trust a classifier, NeurIPS 2018
 */
export const trustScore = defineDetector<typeof params, z.output<typeof params>>({
  id: 'trustScore',
  title: 'Trust score',
  summary:
    'How near the closest training image of another class is, against the closest of the predicted one.',
  source: 'https://arxiv.org/abs/1805.11783',
  needs: { layers: 'one', training: false, lookup: true },
  params,
  fit: async ({ reference }, { layer }, context) => {
    const layers = chosenLayers(reference, [layer]);
    await checkReference(reference, { layers, rows: { name: 'reference images', value: 1 }, context });
    return { layer };
  },
  score: async ({ layer }, { reference, queries }, context) => {
    const features = featuresOf(queries, layer, reference.dimensions(layer));
    const own = new Float64Array(queries.rows).fill(Number.POSITIVE_INFINITY);
    const other = new Float64Array(queries.rows).fill(Number.POSITIVE_INFINITY);
    for (const [label, members] of membersOf(reference, layer)) {
      await breathe(context);
      const { distances } = await exactSearch(() => [members])(features, 1, context);
      distances.forEach((distance, row) => {
        const to = queries.predicted[row] === label ? own : other;
        to[row] = Math.min(to[row] ?? 0, distance);
      });
    }
    return { scores: Float32Array.from(own, (distance, row) => distrust(distance, other[row] ?? 0)) };
  },
  state: {
    encode: (state) => ({ arrays: {}, text: { params: JSON.stringify(state) } }),
    decode: ({ text }) => params.parse(JSON.parse(text.params ?? '{}')),
  },
});

/** `1 / (1 + t)` with trust `t = toOther / toPredicted`, of two distances. */
export function distrust(toPredicted: number, toOther: number): number {
  if (toPredicted === Number.POSITIVE_INFINITY) return 1;
  return toPredicted + toOther === 0 ? 0.5 : toPredicted / (toPredicted + toOther);
}

/** The rows of each class that has any, gathered: as much memory as the layer takes. */
function membersOf(reference: ReferenceSet, layer: string): Map<number, Features> {
  const dimensions = reference.dimensions(layer);
  const counts = new Map<number, number>();
  for (const label of reference.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const members = new Map(
    [...counts].map(([label, count]) => [label, { data: new Float32Array(count * dimensions), dimensions }]),
  );
  const filled = new Map<number, number>();
  let row = 0;
  for (const chunk of reference.chunks(layer))
    for (let at = 0; at < chunk.data.length / dimensions; at++, row++) {
      const label = reference.labels[row] ?? 0;
      const place = filled.get(label) ?? 0;
      members.get(label)?.data.set(rowOf(chunk, at), place * dimensions);
      filled.set(label, place + 1);
    }
  return members;
}
