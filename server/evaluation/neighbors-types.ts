import { neighborWeights, type Weighting, weightings } from '@fiducial/core/detectors';
import { readSafetensors } from '@fiducial/formats';
import { readParsed } from '../artifact/read-artifact';
import { itemLabels } from '../dataset/item-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { ImageObject, type ImageRef, itemImage } from '../image/image-types';
import { datasetOf, type InputShape, predictionOf } from './input';

/** A training image near an input. */
export interface Neighbor {
  readonly rank: number;
  readonly distance: number;
  readonly weight: number;
  readonly label: number;
  readonly className: string;
  readonly agrees: boolean;
  readonly item: number;
  readonly image: ImageRef;
}

const NeighborObject = builder.objectRef<Neighbor>('Neighbor').implement({
  description: 'A training image near an input.',
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'From 1, nearest first.' }),
    distance: t.exposeFloat('distance', { description: 'Euclidean distance in the layer’s features.' }),
    weight: t.exposeFloat('weight', {
      description: 'Its share of the weight of the neighbors shown by the detector, 0 to 1.',
    }),
    label: t.exposeInt('label', { description: 'True class.' }),
    className: t.exposeString('className', { description: 'Name of the true class.' }),
    agrees: t.exposeBoolean('agrees', {
      description: 'Whether it has the class that the model predicts for the input.',
    }),
    item: t.exposeInt('item', { description: 'Its number in the data set.' }),
    image: t.field({ type: ImageObject, description: 'The picture.', resolve: ({ image }) => image }),
  }),
});

/** The training images nearest to an input, in one layer. */
export interface Neighbors {
  readonly layer: string;
  readonly k: number;
  readonly agreeing: number;
  readonly nodes: readonly Neighbor[];
}

/** The nearest training images of an input, as the API gives them. */
export const NeighborList = builder.objectRef<Neighbors>('NeighborList').implement({
  description: 'The training images nearest to an input, in one layer.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'The layer.' }),
    k: t.exposeInt('k', { description: 'How many are kept: those of the detector, at most 100.' }),
    agreeing: t.exposeInt('agreeing', { description: 'How many of these have the predicted class.' }),
    nodes: t.field({
      type: [NeighborObject],
      description: 'Nearest first.',
      resolve: ({ nodes }) => [...nodes],
    }),
  }),
});

/** How neighbors count, from the detector's parameters. */
function weightingOf({ evaluation }: InputShape): Weighting {
  const params = evaluation.detector.run.params as { parameters?: { weighting?: string } }; // as fit-detector.task wrote them
  return weightings.find((known) => known === params.parameters?.weighting) ?? 'rank';
}

/** The nearest training images of an input, the first `first`; null where its detector does not look at them. */
export async function neighborsOf(
  input: InputShape,
  first: number,
  context: ApiContext,
): Promise<Neighbors | null> {
  const { evaluation, index } = input;
  const has = await context.prisma.runArtifact.count({
    where: { runId: evaluation.runId, name: 'neighbors' },
  });
  if (!has) return null;
  const { tensors, metadata } = await readParsed(
    context,
    { runId: evaluation.runId, name: 'neighbors' },
    readSafetensors,
  );
  const [indices, distances] = [tensors.get('indices'), tensors.get('distances')];
  if (!indices || !distances) return null;
  const k = indices.shape[1] ?? 0;
  const rows = indices.data.subarray(index * k, (index + 1) * k);
  const near = distances.data.subarray(index * k, (index + 1) * k);
  const dataset = datasetOf(input);
  const firstItem =
    dataset.splits.find(({ name }) => name === evaluation.detector.referenceSet.splitName)?.firstItem ?? 0;
  const labels = await itemLabels(context, dataset.runId);
  const weights = neighborWeights(near, weightingOf(input));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const predicted = predictionOf(input).classIndex;
  const nodes = Array.from(rows, (row, at): Neighbor => {
    const item = firstItem + row;
    const label = labels[item] ?? 0;
    return {
      rank: at + 1,
      distance: near[at] ?? 0,
      weight: (weights[at] ?? 0) / all,
      label,
      className: dataset.classNames[label] ?? String(label),
      agrees: label === predicted,
      item,
      image: itemImage(dataset.runId, item, dataset.inputShape),
    };
  });
  return {
    layer: metadata.layer ?? '',
    k,
    agreeing: nodes.filter(({ agrees }) => agrees).length,
    nodes: nodes.slice(0, first),
  };
}
