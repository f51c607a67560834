import { AttackSetObject } from '../attack-set/attack-set-types';
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
  itemImage,
  MagnifiedImage,
  magnificationOf,
  Norms,
  Prediction,
} from '../image/image-types';
import { InputGroupEnum } from './evaluation-enums';
import { EvaluationObject } from './evaluation-types';
import { EvolutionMapObject, mapsOf } from './evolution-map-types';
import { explainScore } from './explain-score';
import {
  attackSetOf,
  datasetOf,
  epsilonOf,
  groupOf,
  type InputShape,
  percentileOf,
  predictionOf,
} from './input';
import { InputScore, scoresOf } from './input-score-types';
import { inputsOf, loadEvaluation } from './load-evaluation';
import { NeighborList, neighborsOf } from './neighbors-types';

/** The attacked image behind an input, where it is one. */
async function attacked(input: InputShape, context: ApiContext): Promise<AttackedImageShape | null> {
  const id = attackSetOf(input)?.id;
  if (!id) return null;
  const set = await context.prisma.attackSet.findUniqueOrThrow({ where: { id }, include: attackSetInclude });
  return readAttackedImage(context, attackSetContext(set), input.inputs.row[input.index] ?? 0);
}

/** An input as the API gives it. */
export const InputObject = builder.objectRef<InputShape>('Input').implement({
  description: 'One input of an evaluation: an authentic image, an error, an adversarial image or a control.',
  fields: (t) => ({
    evaluation: t.field({
      type: EvaluationObject,
      description: 'The evaluation that scored it.',
      resolve: ({ evaluation }) => evaluation,
    }),
    index: t.exposeInt('index', { description: 'Its number in the evaluation, from 0.' }),
    group: t.field({ type: InputGroupEnum, description: 'What it is.', resolve: groupOf }),
    label: t.int({ description: 'True class.', resolve: ({ inputs, index }) => inputs.label[index] ?? 0 }),
    original: t.int({
      description:
        'The item of the data set that it is or was made from: twins under other attacks share it.',
      resolve: ({ inputs, index }) => inputs.original[index] ?? 0,
    }),
    labelName: t.string({
      description: 'Name of the true class.',
      resolve: (input) => datasetOf(input).classNames[input.inputs.label[input.index] ?? 0] ?? '',
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control that made it.',
      resolve: attackSetOf,
    }),
    epsilon: t.float({
      nullable: true,
      description:
        'Its radius, in input units; null where it was not modified, or made as small as possible.',
      resolve: epsilonOf,
    }),
    success: t.boolean({
      description: 'Whether the attack succeeded.',
      resolve: ({ inputs, index }) => inputs.success[index] === 1,
    }),
    image: t.field({
      type: ImageObject,
      description: 'The picture that was scored.',
      resolve: (input) => {
        const set = attackSetOf(input);
        const { inputShape, runId } = datasetOf(input);
        return set
          ? attackedImage(set.runId, input.inputs.row[input.index] ?? 0, inputShape)
          : itemImage(runId, input.inputs.original[input.index] ?? 0, inputShape);
      },
    }),
    clean: t.field({
      type: ImageObject,
      nullable: true,
      description: 'Its clean twin, where it was modified.',
      resolve: (input) =>
        attackSetOf(input)
          ? itemImage(
              datasetOf(input).runId,
              input.inputs.original[input.index] ?? 0,
              datasetOf(input).inputShape,
            )
          : null,
    }),
    difference: t.field({
      type: MagnifiedImage,
      nullable: true,
      description: 'What was changed, magnified.',
      resolve: async (input, _, context) => {
        const set = attackSetOf(input);
        if (!set) return null;
        const size = (await attacked(input, context))?.norms.linf ?? 1;
        const factor = magnificationOf(size, input.evaluation.detector.model.bounds);
        return differenceImage(set.runId, input.inputs.row[input.index] ?? 0, {
          shape: datasetOf(input).inputShape,
          factor,
        });
      },
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
      resolve: async (input, _, context) => (await attacked(input, context))?.predictedBefore ?? null,
    }),
    norms: t.field({
      type: Norms,
      nullable: true,
      description: 'Sizes of the perturbation.',
      resolve: async (input, _, context) => (await attacked(input, context))?.norms ?? null,
    }),
    score: t.float({
      description: 'Higher for inputs more likely adversarial.',
      resolve: ({ inputs, index }) => inputs.score[index] ?? 0,
    }),
    flagged: t.boolean({
      description: 'Whether the score is above the detector’s threshold.',
      resolve: ({ inputs, index, evaluation }) =>
        (inputs.score[index] ?? 0) > (evaluation.detector.threshold ?? Number.POSITIVE_INFINITY),
    }),
    percentileAmongAuthentic: t.float({
      description: 'Share of authentic test inputs with a lower score, 0 to 1.',
      resolve: percentileOf,
    }),
    scores: t.field({
      type: [InputScore],
      description: 'The same input under every detector of the project that scored it, best first.',
      resolve: (input, _, context) => scoresOf(input, context),
    }),
    sentence: t.string({
      description: 'Why it got its score, in a sentence.',
      resolve: async (input, _, context) =>
        explainScore({
          percentile: percentileOf(input),
          predicted: predictionOf(input).className,
          neighbors: await neighborsOf(input, 0, context),
          map: await mapsOf(input, context),
        }),
    }),
    neighbors: t.field({
      type: NeighborList,
      nullable: true,
      description: 'The nearest training images, where the detector looks at them.',
      args: { first: t.arg.int({ defaultValue: 20, description: 'How many, at most 100.' }) },
      resolve: (input, { first }, context) =>
        neighborsOf(input, Math.max(0, Math.min(100, first ?? 20)), context),
    }),
    evolutionMap: t.field({
      type: EvolutionMapObject,
      nullable: true,
      description: 'The evolution map, where the detector reads one.',
      resolve: (input, _, context) => mapsOf(input, context),
    }),
  }),
});

builder.objectField(InputScore, 'input', (t) =>
  t.field({
    type: InputObject,
    description: 'The input as that detector sees it: with its reasons.',
    resolve: async ({ evaluation, index }, _, context) => ({
      evaluation,
      index,
      inputs: await inputsOf(context, evaluation),
    }),
  }),
);

builder.queryField('input', (t) =>
  t.field({
    type: InputObject,
    nullable: true,
    description: 'One input of an evaluation; null when there is none of that number.',
    args: {
      evaluationId: t.arg.globalID({ required: true, description: 'The evaluation.' }),
      index: t.arg.int({ required: true, description: 'Its number, from 0.' }),
    },
    resolve: async (_, { evaluationId, index }, context) => {
      const evaluation = await loadEvaluation(context, evaluationId.id);
      if (evaluation?.run.status !== 'SUCCEEDED') return null;
      const inputs = await inputsOf(context, evaluation);
      return index >= 0 && index < inputs.score.length ? { evaluation, index, inputs } : null;
    },
  }),
);
