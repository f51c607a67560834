import type { InputGroup } from '@fiducial/core/metrics';
import { type Maps, mapsOf } from '../evaluation/evolution-map-types';
import { explainScore } from '../evaluation/explain-score';
import {
  attackSetOf,
  datasetOf,
  groupOf,
  type InputShape,
  percentileOf,
  predictionOf,
} from '../evaluation/input';
import { differenceOf, imageOf, predictedCleanOf, twinOf } from '../evaluation/input-picture-types';
import { inputsOf } from '../evaluation/load-evaluation';
import { type Neighbors, neighborsOf } from '../evaluation/neighbors-types';
import type { ApiContext } from '../graphql/context';
import type { ImageRef, PredictionShape } from '../image/image-types';
import type { SharedEvaluation } from '../public-link/shared-comparison';
import { oncePer, type ReadBlock } from './block-reading';
import type { BlockOf } from './report-blocks';
import { evaluationsIn, type Shown } from './shown-evaluations';

/** An input as a panel shows it. */
export interface ShownInput {
  readonly shown: SharedEvaluation;
  readonly group: InputGroup;
  readonly attack: string | null;
  readonly label: number;
  readonly labelName: string;
  readonly score: number;
  readonly threshold: number | null;
  readonly sentence: string;
  readonly image: ImageRef;
  readonly clean: ImageRef | null;
  readonly difference: (ImageRef & { readonly factor: number }) | null;
  readonly predicted: PredictionShape;
  readonly predictedClean: PredictionShape | null;
  readonly neighbors: Neighbors | null;
  readonly map: Maps | null;
}

/** Pictures before those of the neighbors: the input, its clean twin, the difference. */
const ownPictures = 3;

type Read = ReadBlock<BlockOf<'input'>>;

/** The input of a panel, or why there is none. */
export const shownInput = oncePer(async (read: Read, context: ApiContext): Promise<Shown<ShownInput>> => {
  const { evaluationId, index } = read.block;
  const { projectId } = read;
  const { things, gaps } = await evaluationsIn(context, { projectId, evaluationIds: [evaluationId] });
  const [shown] = things;
  if (!shown) return { things: [], gaps };
  const { evaluation } = shown;
  const inputs = await inputsOf(context, evaluation);
  if (index >= inputs.score.length)
    return { things: [], gaps: [`${evaluation.name} has no input ${index}: it has ${inputs.score.length}.`] };
  return { things: [await readInput(read, { shown, input: { evaluation, index, inputs } }, context)], gaps };
});

/** A picture of the panel by its place; undefined where there is none. */
export async function inputPicture(
  read: Read,
  place: number,
  context: ApiContext,
): Promise<ImageRef | undefined> {
  const [input] = (await shownInput(read, context)).things;
  const own = [input?.image, input?.clean, input?.difference];
  if (place < ownPictures) return own[place] ?? undefined;
  return input?.neighbors?.nodes[place - ownPictures]?.image;
}

async function readInput(
  { block, picture }: Read,
  { shown, input }: { readonly shown: SharedEvaluation; readonly input: InputShape },
  context: ApiContext,
): Promise<ShownInput> {
  const predicted = predictionOf(input);
  const neighbors = await neighborsOf(input, block.neighbors, context);
  const map = await mapsOf(input, context);
  const label = input.inputs.label[input.index] ?? 0;
  const clean = twinOf(input);
  const difference = await differenceOf(input, context);
  return {
    shown,
    group: groupOf(input),
    attack: attackSetOf(input)?.name ?? null,
    label,
    labelName: datasetOf(input).classNames[label] ?? String(label),
    score: input.inputs.score[input.index] ?? 0,
    threshold: input.evaluation.detector.threshold,
    sentence: explainScore({
      percentile: percentileOf(input),
      predicted: predicted.className,
      neighbors,
      map,
    }),
    image: picture(imageOf(input), 0),
    clean: clean && picture(clean, 1),
    difference: difference && picture(difference, 2),
    predicted,
    predictedClean: await predictedCleanOf(input, context),
    neighbors:
      block.neighbors > 0 && neighbors
        ? {
            ...neighbors,
            nodes: neighbors.nodes.map((node, at) => ({
              ...node,
              image: picture(node.image, ownPictures + at),
            })),
          }
        : null,
    map: block.map ? map : null,
  };
}
