import { neighborWeights, type Weighting, weightings } from '@fiducial/core/detectors';
import { type InputGroup, inputGroups } from '@fiducial/core/metrics';
import { readSafetensors } from '@fiducial/formats';
import type { AttackSet } from '@fiducial/prisma/client';
import { resolveOffsetConnection } from '@pothos/plugin-relay';
import { readParsed, readRows } from '../artifact/read-artifact';
import {
  type AttackedImageShape,
  AttackSetObject,
  attackSetContext,
  attackSetInclude,
  readAttackedImage,
} from '../attack-set/attack-set-types';
import { itemLabels } from '../dataset/dataset-types';
import { stateFromBytes } from '../detector/detector-state';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import {
  attackedImage,
  differenceImage,
  ImageObject,
  type ImageRef,
  itemImage,
  MagnifiedImage,
  magnificationOf,
  Norms,
  Prediction,
  type PredictionShape,
} from '../image/image-types';
import { InputGroupEnum } from './evaluation-enums';
import { EvaluationObject } from './evaluation-types';
import { explainScore } from './explain-score';
import { type InputColumns, none } from './inputs-file';
import { evaluationInclude, inputsOf, type LoadedEvaluation, loadEvaluation } from './load-evaluation';

/** One input of an evaluation. */
interface InputShape {
  readonly evaluation: LoadedEvaluation;
  readonly index: number;
  readonly inputs: InputColumns;
}

interface ScoreOfInput {
  readonly evaluation: LoadedEvaluation;
  readonly index: number;
  readonly score: number;
  readonly percentile: number;
}

const InputScore = builder.objectRef<ScoreOfInput>('InputScore').implement({
  description: 'The score of an input under one detector.',
  fields: (t) => ({
    evaluation: t.field({
      type: EvaluationObject,
      description: 'The evaluation that scored it.',
      resolve: ({ evaluation }) => evaluation,
    }),
    index: t.exposeInt('index', { description: 'Its number there.' }),
    score: t.exposeFloat('score', { description: 'Higher for inputs more likely adversarial.' }),
    threshold: t.float({
      nullable: true,
      description: 'The detector’s threshold.',
      resolve: ({ evaluation }) => evaluation.detector.threshold,
    }),
    flagged: t.boolean({
      description: 'Whether the score is above the threshold.',
      resolve: ({ score, evaluation }) => score > (evaluation.detector.threshold ?? Number.POSITIVE_INFINITY),
    }),
    percentileAmongAuthentic: t.exposeFloat('percentile', {
      description: 'Share of authentic test inputs with a lower score, 0 to 1.',
    }),
  }),
});

interface Neighbor {
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

interface Neighbors {
  readonly layer: string;
  readonly k: number;
  readonly agreeing: number;
  readonly nodes: readonly Neighbor[];
}

const NeighborList = builder.objectRef<Neighbors>('NeighborList').implement({
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

interface Maps {
  readonly layers: readonly string[];
  readonly classNames: readonly string[];
  readonly distance: string;
  readonly values: number[][];
  readonly meanOfPredicted: number[][];
  readonly meanOfTrue: number[][];
  readonly predictedClass: number;
  readonly trueClass: number;
}

const EvolutionMapObject = builder.objectRef<Maps>('EvolutionMap').implement({
  description: 'Distance of an input to each class, layer by layer, beside the mean maps of two classes.',
  fields: (t) => ({
    layers: t.stringList({ description: 'Rows, shallow to deep.', resolve: ({ layers }) => [...layers] }),
    classNames: t.stringList({ description: 'Columns.', resolve: ({ classNames }) => [...classNames] }),
    distance: t.exposeString('distance', { description: 'euclidean (a distance) or cosine (a similarity).' }),
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

const InputObject = builder.objectRef<InputShape>('Input');

const groupOf = ({ inputs, index }: InputShape): InputGroup =>
  inputGroups[inputs.group[index] ?? 0] ?? 'authentic';

function attackSetOf({ inputs, index, evaluation }: InputShape): AttackSet | null {
  const set = inputs.set[index] ?? none;
  return evaluation.attackSets[set]?.attackSet ?? null;
}

function epsilonOf(input: InputShape): number | null {
  return attackSetOf(input)?.epsilons[input.inputs.epsilon[input.index] ?? none] ?? null;
}

function datasetOf({ evaluation }: InputShape) {
  return evaluation.detector.model.dataset;
}

function predictionOf(input: InputShape): PredictionShape {
  const classIndex = input.inputs.predicted[input.index] ?? 0;
  const className = datasetOf(input).classNames[classIndex] ?? String(classIndex);
  return { classIndex, className, confidence: input.inputs.confidence[input.index] ?? 0 };
}

/** The attacked image behind an input, where it is one. */
async function attacked(input: InputShape, context: ApiContext): Promise<AttackedImageShape | null> {
  const id = attackSetOf(input)?.id;
  if (!id) return null;
  const set = await context.prisma.attackSet.findUniqueOrThrow({ where: { id }, include: attackSetInclude });
  return readAttackedImage(context, attackSetContext(set), input.inputs.row[input.index] ?? 0);
}

/** Share of authentic inputs with a lower score. */
function percentileOf({ inputs, index }: Pick<InputShape, 'inputs' | 'index'>): number {
  const score = inputs.score[index] ?? 0;
  let [lower, all] = [0, 0];
  inputs.group.forEach((group, at) => {
    if (group !== inputGroups.indexOf('authentic')) return;
    all++;
    if ((inputs.score[at] ?? 0) < score) lower++;
  });
  return all > 0 ? lower / all : 0;
}

/** How neighbors count, from the detector's parameters. */
function weightingOf({ evaluation }: InputShape): Weighting {
  const params = evaluation.detector.run.params as { parameters?: { weighting?: string } }; // as fit-detector.task wrote them
  return weightings.find((known) => known === params.parameters?.weighting) ?? 'rank';
}

async function neighborsOf(input: InputShape, first: number, context: ApiContext): Promise<Neighbors | null> {
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

async function mapsOf(input: InputShape, context: ApiContext): Promise<Maps | null> {
  const { evaluation, index } = input;
  const has = await context.prisma.runArtifact.count({ where: { runId: evaluation.runId, name: 'maps' } });
  if (!has) return null;
  const { data, shape } = await readRows(
    context,
    { runId: evaluation.runId, name: 'maps' },
    { first: index, count: 1 },
  );
  const [, layers = 0, classes = 0] = shape;
  const state = await readParsed(
    context,
    { runId: evaluation.detector.runId, name: 'state' },
    stateFromBytes,
  );
  const text = JSON.parse(state.text.state ?? '{}') as { layers?: string[]; params?: { distance?: string } }; // as the detector encoded it
  const matrix = (values: ArrayLike<number>, offset: number) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: classes }, (_, label) => values[offset + layer * classes + label] ?? 0),
    );
  const means = state.arrays.meanMaps?.data ?? new Float32Array();
  const [predictedClass, trueClass] = [predictionOf(input).classIndex, input.inputs.label[index] ?? 0];
  return {
    layers: text.layers ?? [],
    classNames: datasetOf(input).classNames,
    distance: text.params?.distance ?? 'euclidean',
    values: matrix(data, 0),
    meanOfPredicted: matrix(means, predictedClass * layers * classes),
    meanOfTrue: matrix(means, trueClass * layers * classes),
    predictedClass,
    trueClass,
  };
}

/** The same input under every other evaluation of the project that scored the same inputs. */
async function scoresOf({ evaluation, index }: InputShape, context: ApiContext): Promise<ScoreOfInput[]> {
  const others = await context.prisma.evaluation.findMany({
    where: {
      projectId: evaluation.projectId,
      inputsDigest: evaluation.inputsDigest ?? '',
      project: context.viewer.projects,
    },
    include: evaluationInclude,
    orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
    take: 50,
  });
  return Promise.all(
    others.map(async (other) => {
      const inputs = await inputsOf(context, other);
      return {
        evaluation: other,
        index,
        score: inputs.score[index] ?? 0,
        percentile: percentileOf({ inputs, index }),
      };
    }),
  );
}

InputObject.implement({
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
    epsilon: t.float({ nullable: true, description: 'Its radius, in input units.', resolve: epsilonOf }),
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
      resolve: (input) => {
        const set = attackSetOf(input);
        if (!set) return null;
        const factor = magnificationOf(epsilonOf(input) ?? 1, input.evaluation.detector.model.bounds);
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

builder.prismaObjectField('Evaluation', 'inputs', (t) =>
  t.connection({
    type: InputObject,
    description: 'Its inputs, of one group or attack if asked, detected or missed at a threshold.',
    args: {
      group: t.arg({ type: InputGroupEnum, description: 'Only this group.' }),
      attackSetId: t.arg.globalID({ description: 'Only of this attack or control.' }),
      successful: t.arg.boolean({ description: 'Only where the attack succeeded, or did not.' }),
      detected: t.arg.boolean({ description: 'Only those above the threshold, or not above it.' }),
      threshold: t.arg.float({ description: 'The threshold; the detector’s own when none is given.' }),
    },
    select: evaluationInclude,
    resolve: async (
      evaluation,
      { group, attackSetId, successful, detected, threshold, ...args },
      context,
    ) => {
      const inputs = await inputsOf(context, evaluation);
      const limitScore = threshold ?? evaluation.detector.threshold ?? Number.POSITIVE_INFINITY;
      const set = attackSetId
        ? evaluation.attackSets.findIndex((of) => of.attackSetId === attackSetId.id)
        : null;
      const rows = [...inputs.score.keys()].filter(
        (at) =>
          (!group || inputGroups[inputs.group[at] ?? 0] === group) &&
          (set === null || inputs.set[at] === set) &&
          (typeof successful !== 'boolean' || (inputs.success[at] === 1) === successful) &&
          (typeof detected !== 'boolean' || (inputs.score[at] ?? 0) > limitScore === detected),
      );
      return resolveOffsetConnection({ args, maxSize: 100, totalCount: rows.length }, ({ offset, limit }) =>
        rows.slice(offset, offset + limit).map((index) => ({ evaluation, index, inputs })),
      );
    },
  }),
);
