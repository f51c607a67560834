import { readRows } from '../artifact/read-artifact';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { datasetOf, type InputShape, predictionOf } from './input';
import { readMapState } from './map-state';

/** An input's evolution map beside two mean maps. */
export interface Maps {
  readonly layers: readonly string[];
  readonly classNames: readonly string[];
  readonly distance: string;
  readonly representative: string;
  readonly values: number[][];
  readonly meanOfPredicted: number[][];
  readonly meanOfTrue: number[][];
  readonly predictedClass: number;
  readonly trueClass: number;
}

/** An input's evolution map as the API gives it. */
export const EvolutionMapObject = builder.objectRef<Maps>('EvolutionMap').implement({
  description: 'Distance of an input to each class, layer by layer, beside the mean maps of two classes.',
  fields: (t) => ({
    layers: t.stringList({ description: 'Rows, shallow to deep.', resolve: ({ layers }) => [...layers] }),
    classNames: t.stringList({ description: 'Columns.', resolve: ({ classNames }) => [...classNames] }),
    distance: t.exposeString('distance', { description: 'euclidean (a distance) or cosine (a similarity).' }),
    representative: t.exposeString('representative', {
      description: 'What the reference point of a class is: centroid or medoid.',
    }),
    values: t.field({
      type: 'JSON',
      description: 'The input’s map, [layers][classes].',
      resolve: ({ values }) => values,
    }),
    meanOfPredicted: t.field({
      type: 'JSON',
      description: 'Mean map of authentic images of the predicted class.',
      resolve: (maps) => maps.meanOfPredicted,
    }),
    meanOfTrue: t.field({
      type: 'JSON',
      description: 'Mean map of authentic images of the true class.',
      resolve: (maps) => maps.meanOfTrue,
    }),
    predictedClass: t.exposeInt('predictedClass', { description: 'The predicted class.' }),
    trueClass: t.exposeInt('trueClass', { description: 'The true class.' }),
  }),
});

/** The evolution map of an input beside two mean maps; null where its detector does not read one. */
export async function mapsOf(input: InputShape, context: ApiContext): Promise<Maps | null> {
  const { evaluation, index } = input;
  const has = await context.prisma.runArtifact.count({ where: { runId: evaluation.runId, name: 'maps' } });
  if (!has) return null;
  const { data, shape } = await readRows(
    context,
    { runId: evaluation.runId, name: 'maps' },
    { first: index, count: 1 },
  );
  const [, layers = 0, classes = 0] = shape;
  const state = await readMapState(context, evaluation);
  const matrix = (values: ArrayLike<number>, offset: number) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: classes }, (_, label) => values[offset + layer * classes + label] ?? 0),
    );
  const means = state.arrays.meanMaps?.data ?? new Float32Array();
  const [predictedClass, trueClass] = [predictionOf(input).classIndex, input.inputs.label[index] ?? 0];
  return {
    layers: state.layers,
    classNames: datasetOf(input).classNames,
    ...state.params,
    values: matrix(data, 0),
    meanOfPredicted: matrix(means, predictedClass * layers * classes),
    meanOfTrue: matrix(means, trueClass * layers * classes),
    predictedClass,
    trueClass,
  };
}
