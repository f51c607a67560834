import {
  auc,
  type InputGroup,
  inputGroups,
  negativeRows,
  positiveRows,
  rateAbove,
  rocBand,
  rocCurve,
  type ScoreHistogram,
  scoreHistogram,
  thinRocCurve,
  thresholdAtFalsePositiveRate,
} from '@fiducial/core/metrics';
import type { AttackSet } from '@fiducial/prisma/client';
import type { z } from 'zod';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { InvalidInputError } from '../user-error';
import { DenominatorEnum, InputGroupEnum, RowKindEnum } from './evaluation-enums';
import { evaluationResults, type evaluationRow } from './evaluation-results';
import { groupsOf, type ScoredGroup } from './groups-of';
import { evaluationInclude, inputsOf } from './load-evaluation';

type Row = z.output<typeof evaluationRow> & { readonly attackSet: AttackSet | null };

const metricFields = {
  auc: 'Area under the ROC curve, by mid-ranks.',
  aucLow: 'Lower end of its 95 % interval (DeLong, clustered by original image).',
  aucHigh: 'Upper end of that interval.',
  aupr: 'Area under the precision-recall curve, as average precision.',
  eer: 'Equal error rate.',
  eerThreshold: 'Threshold of equal errors.',
  accuracyAtEer: 'Accuracy at that threshold, flagging scores strictly above it.',
  fprAt95Tpr: 'False positive rate at a true positive rate of 95 %.',
  tprAt1Fpr: 'True positive rate at a false positive rate of 1 %.',
  tprAt5Fpr: 'True positive rate at a false positive rate of 5 %.',
} as const;

const EvaluationRow = builder.objectRef<Row>('EvaluationRow').implement({
  description: 'A row of the result table; a metric is null where a group is empty.',
  fields: (t) => ({
    kind: t.field({ type: RowKindEnum, description: 'What it is over.', resolve: ({ kind }) => kind }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack, where it is over one.',
      resolve: ({ attackSet }) => attackSet,
    }),
    epsilon: t.exposeFloat('epsilon', {
      nullable: true,
      description: 'The epsilon, where it is over one, in input units.',
    }),
    nNegative: t.exposeInt('nNegative', { description: 'Inputs counted as negative.' }),
    nPositive: t.exposeInt('nPositive', { description: 'Inputs counted as positive.' }),
    auc: t.exposeFloat('auc', { nullable: true, description: metricFields.auc }),
    aucLow: t.exposeFloat('aucLow', { nullable: true, description: metricFields.aucLow }),
    aucHigh: t.exposeFloat('aucHigh', { nullable: true, description: metricFields.aucHigh }),
    aupr: t.exposeFloat('aupr', { nullable: true, description: metricFields.aupr }),
    eer: t.exposeFloat('eer', { nullable: true, description: metricFields.eer }),
    eerThreshold: t.exposeFloat('eerThreshold', { nullable: true, description: metricFields.eerThreshold }),
    accuracyAtEer: t.exposeFloat('accuracyAtEer', {
      nullable: true,
      description: metricFields.accuracyAtEer,
    }),
    fprAt95Tpr: t.exposeFloat('fprAt95Tpr', { nullable: true, description: metricFields.fprAt95Tpr }),
    tprAt1Fpr: t.exposeFloat('tprAt1Fpr', { nullable: true, description: metricFields.tprAt1Fpr }),
    tprAt5Fpr: t.exposeFloat('tprAt5Fpr', { nullable: true, description: metricFields.tprAt5Fpr }),
  }),
});

interface Curve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  readonly truePositiveRateLow: number[];
  readonly truePositiveRateHigh: number[];
  readonly thresholds: (number | null)[];
  readonly thinned: boolean;
  readonly auc: number | null;
  readonly nNegative: number;
  readonly nPositive: number;
}

const RocCurveObject = builder.objectRef<Curve>('RocCurve').implement({
  description: 'A ROC curve for drawing, from the strictest threshold to the loosest.',
  fields: (t) => ({
    falsePositiveRate: t.exposeFloatList('falsePositiveRate', {
      description: 'Share of negative inputs flagged at each point.',
    }),
    truePositiveRate: t.exposeFloatList('truePositiveRate', {
      description: 'Share of positive inputs flagged at each point.',
    }),
    thresholds: t.floatList({
      nullable: { list: false, items: true },
      description: 'Inputs with at least this score are flagged; null flags nothing.',
      resolve: ({ thresholds }) => thresholds,
    }),
    truePositiveRateLow: t.exposeFloatList('truePositiveRateLow', {
      description:
        'Lower end of the 95 % interval of each true positive rate at its threshold (Wilson, clustered by original image).',
    }),
    truePositiveRateHigh: t.exposeFloatList('truePositiveRateHigh', {
      description: 'Upper end of that interval.',
    }),
    thinned: t.exposeBoolean('thinned', {
      description: 'Whether points were left out that the eye could miss.',
    }),
    auc: t.exposeFloat('auc', { nullable: true, description: 'Area under the whole curve.' }),
    nNegative: t.exposeInt('nNegative', { description: 'Negative inputs.' }),
    nPositive: t.exposeInt('nPositive', { description: 'Positive inputs.' }),
  }),
});

type Histogram = ScoreHistogram & Pick<ScoredGroup, 'label' | 'group' | 'attackSet'>;

const ScoreHistogramObject = builder.objectRef<Histogram>('ScoreHistogram').implement({
  description: 'How the scores of one group are spread.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the group.' }),
    group: t.field({
      type: InputGroupEnum,
      description: 'What its inputs are.',
      resolve: ({ group }) => group,
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    edges: t.floatList({
      description: 'Edges of the bins, one more than counts; the same for all groups.',
      resolve: ({ edges }) => [...edges],
    }),
    counts: t.intList({ description: 'Inputs in each bin.', resolve: ({ counts }) => [...counts] }),
    atZero: t.exposeInt('atZero', { description: 'Inputs with a score of exactly 0.' }),
    atOne: t.exposeInt('atOne', { description: 'Inputs with a score of exactly 1.' }),
    n: t.exposeInt('n', { description: 'Inputs in all.' }),
  }),
});

interface Rate extends Pick<ScoredGroup, 'label' | 'group' | 'attackSet'> {
  readonly n: number;
  readonly flagged: number;
  readonly rate: number;
}

const GroupRate = builder.objectRef<Rate>('GroupRate').implement({
  description: 'How much of a group lies above a threshold.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the group.' }),
    group: t.field({
      type: InputGroupEnum,
      description: 'What its inputs are.',
      resolve: ({ group }) => group,
    }),
    attackSet: t.field({
      type: AttackSetObject,
      nullable: true,
      description: 'The attack or control.',
      resolve: ({ attackSet }) => attackSet,
    }),
    n: t.exposeInt('n', { description: 'Inputs in all.' }),
    flagged: t.exposeInt('flagged', { description: 'Inputs above the threshold.' }),
    rate: t.exposeFloat('rate', { description: 'Flagged over all.' }),
  }),
});

const OperatingPoint = builder
  .objectRef<{ threshold: number; falsePositiveRate: number; groups: Rate[] }>('OperatingPoint')
  .implement({
    description: 'What a detector does at one threshold.',
    fields: (t) => ({
      threshold: t.exposeFloat('threshold', { description: 'Inputs with a score above it are flagged.' }),
      falsePositiveRate: t.exposeFloat('falsePositiveRate', {
        description: 'Share of authentic test inputs flagged.',
      }),
      groups: t.field({
        type: [GroupRate],
        description: 'Every group; adversarials are the successful ones.',
        resolve: ({ groups }) => groups,
      }),
    }),
  });

interface Scores {
  readonly score: number[];
  readonly group: InputGroup[];
  readonly attackSetIndex: (number | null)[];
  readonly success: boolean[];
}

const EvaluationScores = builder.objectRef<Scores>('EvaluationScores').implement({
  description: 'All scores as columns of one length, in the order of the inputs’ numbers.',
  fields: (t) => ({
    score: t.exposeFloatList('score', { description: 'Score, higher for inputs more likely adversarial.' }),
    group: t.field({
      type: [InputGroupEnum],
      description: 'What each input is.',
      resolve: ({ group }) => group,
    }),
    attackSetIndex: t.intList({
      nullable: { list: false, items: true },
      description: 'Which attack set of the evaluation, from 0.',
      resolve: ({ attackSetIndex }) => attackSetIndex,
    }),
    success: t.exposeBooleanList('success', { description: 'Whether the attack succeeded.' }),
  }),
});

/** An evaluation as the API describes it. */
export const EvaluationObject = builder.prismaNode('Evaluation', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A detector judged on held-out images, errors, attacks and controls.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    project: t.relation('project', { description: 'The project that it belongs to.' }),
    run: t.relation('run', { description: 'The run that makes it.' }),
    ready: t.boolean({
      description: 'Whether its run succeeded.',
      select: { run: { select: { status: true } } },
      resolve: ({ run }) => run.status === 'SUCCEEDED',
    }),
    detector: t.relation('detector', { description: 'The detector that was judged.' }),
    sample: t.relation('sample', { description: 'The images that it was judged on: their test partition.' }),
    attackSets: t.field({
      type: [AttackSetObject],
      description: 'The attacks and controls that it was judged on, in order.',
      select: { attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      resolve: ({ attackSets }) => attackSets.map(({ attackSet }) => attackSet),
    }),
    macroAuc: t.exposeFloat('macroAuc', {
      nullable: true,
      description: 'Plain mean over attacks of the AUC over successful adversarials.',
    }),
    macroAucLow: t.exposeFloat('macroAucLow', {
      nullable: true,
      description: 'Lower end of its 95 % interval.',
    }),
    macroAucHigh: t.exposeFloat('macroAucHigh', {
      nullable: true,
      description: 'Upper end of its 95 % interval.',
    }),
    inputsDigest: t.exposeString('inputsDigest', {
      nullable: true,
      description: 'Identity of what was scored: evaluations with the same can be compared.',
    }),
    inputCount: t.int({
      nullable: true,
      description: 'Inputs scored.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.inputs ?? null,
    }),
    millisecondsPerInput: t.float({
      nullable: true,
      description: 'Time to score an input from its activations, in milliseconds.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.millisecondsPerInput ?? null,
    }),
    recall: t.float({
      nullable: true,
      description: 'Share of true neighbors that approximate search found; null with exact search.',
      select: { run: { select: { results: true } } },
      resolve: ({ run }) => evaluationResults.safeParse(run.results).data?.recall?.value ?? null,
    }),
    rows: t.field({
      type: [EvaluationRow],
      description: 'The result table; empty before it is evaluated.',
      args: {
        denominator: t.arg({
          type: DenominatorEnum,
          defaultValue: 'successful',
          description: 'Which inputs the metrics are over.',
        }),
      },
      select: {
        run: { select: { results: true } },
        attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      },
      resolve: ({ run, attackSets }, { denominator }) =>
        (evaluationResults.safeParse(run.results).data?.table ?? [])
          .filter((row) => row.denominator === denominator)
          .map((row) => ({
            ...row,
            attackSet: row.set === null ? null : (attackSets[row.set]?.attackSet ?? null),
          })),
    }),
    rocCurve: t.field({
      type: RocCurveObject,
      nullable: true,
      description: 'ROC curve of one attack, or of all together; null where a group is empty.',
      args: {
        attackSetId: t.arg.globalID({ description: 'Only this attack or control.' }),
        epsilonIndex: t.arg.int({ description: 'Only this epsilon of it, from 0.' }),
        denominator: t.arg({
          type: DenominatorEnum,
          defaultValue: 'successful',
          description: 'Which inputs it is over.',
        }),
      },
      select: evaluationInclude,
      resolve: async (
        evaluation,
        { attackSetId, epsilonIndex, denominator },
        context,
      ): Promise<Curve | null> => {
        const inputs = await inputsOf(context, evaluation);
        const set = attackSetId
          ? evaluation.attackSets.findIndex(({ attackSetId: id }) => id === attackSetId.id)
          : undefined;
        const control = set !== undefined && evaluation.attackSets[set]?.attackSet.control;
        const negative = negativeRows(inputs, denominator ?? 'successful');
        const positive = control
          ? [...inputs.set.keys()].filter((at) => inputs.set[at] === set)
          : positiveRows(inputs, denominator ?? 'successful', { set, epsilon: epsilonIndex ?? undefined });
        if (negative.length === 0 || positive.length === 0) return null;
        const pick = (rows: readonly number[]) => Float32Array.from(rows, (at) => inputs.score[at] ?? 0);
        const two = { negative: pick(negative), positive: pick(positive) };
        const curve = thinRocCurve(rocCurve(two));
        const clusters = Uint32Array.from(positive, (at) => inputs.original[at] ?? 0);
        const band = rocBand(curve, { scores: two.positive, clusters });
        return {
          truePositiveRateLow: [...band.low],
          truePositiveRateHigh: [...band.high],
          falsePositiveRate: [...curve.falsePositiveRate],
          truePositiveRate: [...curve.truePositiveRate],
          thresholds: [...curve.thresholds].map((threshold) =>
            Number.isFinite(threshold) ? threshold : null,
          ),
          thinned: curve.thinned,
          auc: auc(two),
          nNegative: negative.length,
          nPositive: positive.length,
        };
      },
    }),
    scoreHistograms: t.field({
      type: [ScoreHistogramObject],
      description: 'How the scores of each group are spread, over shared bins.',
      args: { bins: t.arg.int({ defaultValue: 40, description: 'Number of bins, 2 to 200.' }) },
      select: evaluationInclude,
      resolve: async (evaluation, { bins }, context): Promise<Histogram[]> => {
        const number = bins ?? 40;
        if (number < 2 || number > 200)
          throw new InvalidInputError(`bins: expected 2 to 200, got ${number}`, { field: 'bins' });
        const { score } = await inputsOf(context, evaluation);
        const [low, high] = score.reduce(
          ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
          [0, 1] as [number, number],
        );
        return (await groupsOf(context, evaluation)).map(({ scores, ...group }) => ({
          ...group,
          ...scoreHistogram(scores, { bins: number, low, high }),
        }));
      },
    }),
    operatingPoint: t.field({
      type: OperatingPoint,
      description:
        'What the detector does at a threshold: the given one, the one at a false positive rate, or its own.',
      args: {
        threshold: t.arg.float({ description: 'A threshold.' }),
        falsePositiveRate: t.arg.float({
          description: 'Share of authentic test inputs that may be flagged, 0 to 1.',
        }),
      },
      select: evaluationInclude,
      resolve: async (evaluation, { threshold, falsePositiveRate }, context) => {
        const groups = await groupsOf(context, evaluation);
        const authentic = groups.find(({ group }) => group === 'authentic')?.scores ?? new Float32Array();
        const chosen =
          threshold ??
          (typeof falsePositiveRate === 'number'
            ? thresholdAtFalsePositiveRate(authentic, falsePositiveRate)
            : (evaluation.detector.threshold ?? 0));
        const rates = groups.map(({ scores, ...group }): Rate => {
          const rate = scores.length > 0 ? rateAbove(scores, chosen) : 0;
          return { ...group, n: scores.length, flagged: Math.round(rate * scores.length), rate };
        });
        return {
          threshold: chosen,
          falsePositiveRate: authentic.length > 0 ? rateAbove(authentic, chosen) : 0,
          groups: rates,
        };
      },
    }),
    scores: t.field({
      type: EvaluationScores,
      description: 'All scores, for drawing.',
      select: evaluationInclude,
      resolve: async (evaluation, _, context): Promise<Scores> => {
        const { score, group, set, success } = await inputsOf(context, evaluation);
        return {
          score: [...score],
          group: [...group].map((index) => inputGroups[index] ?? 'authentic'),
          attackSetIndex: [...set].map((index) => (index < evaluation.attackSets.length ? index : null)),
          success: [...success].map((value) => value === 1),
        };
      },
    }),
  }),
});
