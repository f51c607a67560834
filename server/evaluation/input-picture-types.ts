import {
  type AttackedImageShape,
  attackSetContext,
  attackSetInclude,
  readAttackedImage,
} from '../attack-set/attacked-image';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import {
  attackedImage,
  differenceImage,
  ImageObject,
  type ImageRef,
  itemImage,
  MagnifiedImage,
  Norms,
  Prediction,
  type PredictionShape,
} from '../image/image-types';
import { magnificationOf } from '../image/magnification';
import { attackSetOf, datasetOf, type InputShape, predictionOf } from './input';
import { InputObject } from './input-types';

/** The attacked image behind an input, where it is one. */
async function attacked(input: InputShape, context: ApiContext): Promise<AttackedImageShape | null> {
  const id = attackSetOf(input)?.id;
  if (!id) return null;
  const set = await context.prisma.attackSet.findUniqueOrThrow({ where: { id }, include: attackSetInclude });
  return readAttackedImage(context, attackSetContext(set), input.inputs.row[input.index] ?? 0);
}

/** The picture that was scored. */
export function imageOf(input: InputShape): ImageRef {
  const set = attackSetOf(input);
  const { inputShape, runId } = datasetOf(input);
  return set
    ? attackedImage(set.runId, input.inputs.row[input.index] ?? 0, inputShape)
    : itemImage(runId, input.inputs.original[input.index] ?? 0, inputShape);
}

/** The picture of its clean twin; null for an unmodified input. */
export function twinOf(input: InputShape): ImageRef | null {
  const { inputShape, runId } = datasetOf(input);
  return attackSetOf(input) ? itemImage(runId, input.inputs.original[input.index] ?? 0, inputShape) : null;
}

/** The picture of what was changed; null for an unmodified input. */
export async function differenceOf(input: InputShape, context: ApiContext) {
  const set = attackSetOf(input);
  if (!set) return null;
  const size = (await attacked(input, context))?.norms.linf ?? 1;
  const factor = magnificationOf(size, input.evaluation.detector.model.bounds);
  const shape = datasetOf(input).inputShape;
  return differenceImage(set.runId, input.inputs.row[input.index] ?? 0, { shape, factor });
}

/** What the model says of its clean twin; null for an unmodified input. */
export async function predictedCleanOf(
  input: InputShape,
  context: ApiContext,
): Promise<PredictionShape | null> {
  return (await attacked(input, context))?.predictedBefore ?? null;
}

builder.objectFields(InputObject, (t) => ({
  image: t.field({
    type: ImageObject,
    description: 'The picture that was scored.',
    resolve: imageOf,
  }),
  clean: t.field({
    type: ImageObject,
    nullable: true,
    description: 'Its clean twin, where it was modified.',
    resolve: twinOf,
  }),
  difference: t.field({
    type: MagnifiedImage,
    nullable: true,
    description: 'What was changed, magnified.',
    resolve: (input, _, context) => differenceOf(input, context),
  }),
  predicted: t.field({
    type: Prediction,
    description: 'What the model says of it.',
    resolve: predictionOf,
  }),
  predictedClean: t.field({
    type: Prediction,
    nullable: true,
    description: 'What the model says of its clean twin.',
    resolve: (input, _, context) => predictedCleanOf(input, context),
  }),
  norms: t.field({
    type: Norms,
    nullable: true,
    description: 'Sizes of the perturbation.',
    resolve: async (input, _, context) => (await attacked(input, context))?.norms ?? null,
  }),
}));
