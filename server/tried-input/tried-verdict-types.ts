import type { MapWithMean, NearRows } from '@fiducial/formats/bundle';
import { DetectorObject } from '../detector/detector-types';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { explainScore } from '../evaluation/explain-score';
import { shareBelow } from '../evaluation/input';
import { NeighborList, type Neighbors } from '../evaluation/neighbors-types';
import { builder } from '../graphql/builder';
import { itemImage, type PredictionShape } from '../image/image-types';
import type { DetectorVerdict } from '../scorer/scorer-messages';
import type { AskedOne } from './try-input';

/** What one detector says of an image, with what the model predicts. */
export interface Verdict {
  readonly one: AskedOne;
  readonly verdict: DetectorVerdict;
  readonly predicted: PredictionShape;
}

const TriedMap = builder
  .objectRef<MapWithMean & { readonly classNames: readonly string[]; readonly predictedClass: number }>(
    'TriedMap',
  )
  .implement({
    description:
      'Distance of an image to each class, layer by layer, beside the mean map of the class that the model predicts.',
    fields: (t) => ({
      layers: t.stringList({ description: 'Rows, shallow to deep.', resolve: ({ layers }) => [...layers] }),
      classNames: t.stringList({ description: 'Columns.', resolve: ({ classNames }) => [...classNames] }),
      distance: t.exposeString('distance', {
        description: 'euclidean (a distance) or cosine (a similarity).',
      }),
      values: t.field({
        type: 'JSON',
        description: 'The image’s map, [layers][classes].',
        resolve: ({ values }) => values,
      }),
      meanOfPredicted: t.field({
        type: 'JSON',
        description: 'Mean map of authentic images of the predicted class.',
        resolve: (map) => map.meanOfPredicted,
      }),
      predictedClass: t.exposeInt('predictedClass', { description: 'The predicted class.' }),
    }),
  });

/** It as the API gives it. */
export const TriedVerdict = builder.objectRef<Verdict>('TriedVerdict').implement({
  description: 'What one detector says of an image, and why.',
  fields: (t) => ({
    detector: t.field({
      type: DetectorObject,
      description: 'The detector.',
      resolve: ({ one }) => one.detector,
    }),
    score: t.float({
      description: 'Higher for images more likely adversarial.',
      resolve: ({ verdict }) => verdict.score,
    }),
    threshold: t.float({
      nullable: true,
      description: 'The detector’s own threshold.',
      resolve: ({ one }) => one.detector.threshold,
    }),
    flagged: t.boolean({
      description: 'Whether the score is above the threshold.',
      resolve: ({ verdict, one }) => verdict.score > (one.detector.threshold ?? Number.POSITIVE_INFINITY),
    }),
    evaluation: t.field({
      type: EvaluationObject,
      nullable: true,
      description: 'The detector’s newest evaluation, among whose authentic inputs the score is placed.',
      resolve: ({ one }) => one.evaluation,
    }),
    percentileAmongAuthentic: t.float({
      nullable: true,
      description: 'Share of authentic test inputs with a lower score, 0 to 1; null before it is evaluated.',
      resolve: ({ one, verdict }) => one.inputs && shareBelow(verdict.score, one.inputs),
    }),
    sentence: t.string({
      description: 'Why it got its score, in a sentence.',
      resolve: sentenceOf,
    }),
    neighbors: t.field({
      type: NeighborList,
      nullable: true,
      description: 'The nearest training images, where the detector looks at them.',
      args: { first: t.arg.int({ required: true, description: 'How many, 1 to 100.' }) },
      resolve: (of, { first }) => {
        const neighbors = neighborsOf(of);
        return neighbors && { ...neighbors, nodes: neighbors.nodes.slice(0, first) };
      },
    }),
    map: t.field({
      type: TriedMap,
      nullable: true,
      description: 'The evolution map, where the detector reads one.',
      resolve: ({ verdict: { map }, one, predicted }) =>
        map && { ...map, classNames: classNamesOf(one), predictedClass: predicted.classIndex },
    }),
  }),
});

/** Names of the classes of the model that a detector watches. */
export const classNamesOf = ({ detector }: AskedOne): readonly string[] => detector.model.dataset.classNames;

function neighborsOf({ one, verdict, predicted }: Verdict): Neighbors | null {
  return verdict.neighbors && namedNeighbors(verdict.neighbors, one, predicted.classIndex);
}

/** Neighbors with the names and pictures of the training images that they are. */
function namedNeighbors(
  { layer, nearest }: NearRows,
  { detector: { model, referenceSet } }: AskedOne,
  predicted: number,
): Neighbors {
  const { splits, runId, inputShape, classNames } = model.dataset;
  const firstItem = splits.find(({ name }) => name === referenceSet.splitName)?.firstItem ?? 0;
  const nodes = nearest.map(({ row, label, distance, weight }, at) => ({
    rank: at + 1,
    distance,
    weight,
    label,
    className: classNames[label] ?? String(label),
    agrees: label === predicted,
    item: firstItem + row,
    image: itemImage(runId, firstItem + row, inputShape),
  }));
  return { layer, k: nodes.length, agreeing: nodes.filter(({ agrees }) => agrees).length, nodes };
}

function sentenceOf(of: Verdict): string {
  const { one, verdict, predicted } = of;
  return explainScore({
    percentile: one.inputs && shareBelow(verdict.score, one.inputs),
    predicted: predicted.className,
    neighbors: neighborsOf(of),
    map: verdict.map && {
      ...verdict.map,
      classNames: classNamesOf(one),
      predictedClass: predicted.classIndex,
    },
  });
}
