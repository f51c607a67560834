import {
  auc,
  controlRows,
  type Denominator,
  negativeRows,
  positiveRows,
  type RocBand,
  rateAboveInSorted,
  rocBand,
  rocCurve,
  thinRocCurve,
} from '@fiducial/core/metrics';
import { budgetsOf } from '../attack-set/budgets';
import { checkIndex } from '../check-index';
import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { derived } from './derived';
import { DenominatorEnum } from './evaluation-enums';
import type { InputColumns } from './inputs-file';
import { evaluationInclude, inputsOf, type LoadedEvaluation } from './load-evaluation';
import { placeOf } from './place-of';

/** A curve with its interval. */
export interface Curve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  /** Ends of the interval of each true positive rate; computed when first asked for. */
  readonly band: () => RocBand;
  readonly thresholds: (number | null)[];
  readonly thinned: boolean;
  readonly auc: number | null;
  readonly nNegative: number;
  readonly nPositive: number;
}

/** A curve as the API describes it. */
export const RocCurveObject = builder.objectRef<Curve>('RocCurve').implement({
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
    falsePositives: t.intList({
      description: 'Negative inputs flagged at each point: the rate times `nNegative`, in fewer bytes.',
      resolve: ({ falsePositiveRate, nNegative }) =>
        falsePositiveRate.map((rate) => Math.round(rate * nNegative)),
    }),
    truePositives: t.intList({
      description: 'Positive inputs flagged at each point: the rate times `nPositive`.',
      resolve: ({ truePositiveRate, nPositive }) =>
        truePositiveRate.map((rate) => Math.round(rate * nPositive)),
    }),
    truePositiveRateLow: t.floatList({
      description:
        'Lower end of the 95 % interval of each true positive rate at its threshold (Wilson, clustered by original image).',
      resolve: ({ band }) => [...band().low],
    }),
    truePositiveRateHigh: t.floatList({
      description: 'Upper end of that interval.',
      resolve: ({ band }) => [...band().high],
    }),
    thinned: t.exposeBoolean('thinned', {
      description: 'Whether points were left out that the eye could miss.',
    }),
    auc: t.exposeFloat('auc', { nullable: true, description: 'Area under the whole curve.' }),
    nNegative: t.exposeInt('nNegative', { description: 'Negative inputs.' }),
    nPositive: t.exposeInt('nPositive', { description: 'Positive inputs.' }),
  }),
});

/** Arguments that say what a curve is over. */
export const curveArgs = builder.args((t) => ({
  attackSetId: t.globalID({ description: 'Only this attack or control.' }),
  epsilonIndex: t.int({ description: 'Only this epsilon of it, from 0.' }),
  denominator: t.field({
    type: DenominatorEnum,
    defaultValue: 'successful',
    description: 'Which inputs it is over.',
  }),
}));

/** What a curve is over, as its arguments say. */
export function choiceOf({
  attackSetId,
  epsilonIndex,
  denominator,
}: {
  readonly attackSetId?: { readonly id: string } | null | undefined;
  readonly epsilonIndex?: number | null | undefined;
  readonly denominator?: Denominator | null | undefined;
}): CurveChoice {
  return {
    denominator: denominator ?? 'successful',
    attackSetId: attackSetId?.id,
    epsilonIndex: epsilonIndex ?? undefined,
  };
}

builder.prismaObjectField('Evaluation', 'rocCurve', (t) =>
  t.field({
    type: RocCurveObject,
    nullable: true,
    description: 'ROC curve of one attack, or of all together; null where a group is empty.',
    args: {
      ...curveArgs,
      points: t.arg.int({ defaultValue: mostPoints, description: 'About how many points, 50 to 1,000.' }),
    },
    select: evaluationInclude,
    resolve: async (evaluation, { points, ...over }, context) =>
      curveOf(evaluation, await inputsOf(context, evaluation), {
        ...choiceOf(over),
        points: checkPoints(points ?? mostPoints),
      }),
  }),
);

/** What a curve is over. */
export interface CurveChoice {
  readonly denominator: Denominator;
  readonly attackSetId: string | undefined;
  readonly epsilonIndex: number | undefined;
  /** About how many points are kept for drawing; 1,000 without it. */
  readonly points?: number;
}

const mostPoints = 1000;

/** @throws {InvalidInputError} */
function checkPoints(points: number): number {
  if (points >= 50 && points <= mostPoints) return points;
  throw new InvalidInputError(`points: expected 50 to ${mostPoints}, got ${points}`, { field: 'points' });
}

/** The curve for drawing, with its interval; null where a group is empty. */
export function curveOf(
  evaluation: LoadedEvaluation,
  inputs: InputColumns,
  choice: CurveChoice,
): Curve | null {
  const { points = mostPoints } = choice;
  const { key, rows } = rowsOver(evaluation, inputs, choice);
  return derived(inputs, `curve ${key} ${points}`, () => curveOver(inputs, rows(), points));
}

/** Where a threshold lies on a curve. */
export interface RocPosition {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** Which share of either group of a curve lies strictly above a threshold, counted; null where a group is empty. */
export function positionOf(
  evaluation: LoadedEvaluation,
  inputs: InputColumns,
  { threshold, ...choice }: CurveChoice & { readonly threshold: number },
): RocPosition | null {
  const { key, rows } = rowsOver(evaluation, inputs, choice);
  const { negative, positive } = derived(inputs, `sorted ${key}`, () => {
    const two = scoresOf(inputs, rows());
    return { negative: two.negative.sort(), positive: two.positive.sort() };
  });
  if (negative.length === 0 || positive.length === 0) return null;
  return {
    falsePositiveRate: rateAboveInSorted(negative, threshold),
    truePositiveRate: rateAboveInSorted(positive, threshold),
  };
}

/** Rows of the inputs in either group. */
interface GroupRows {
  readonly negative: readonly number[];
  readonly positive: readonly number[];
}

/** What a curve is over, and a key of that. @throws {InvalidInputError} for an attack or epsilon that is not there */
function rowsOver(
  { attackSets }: LoadedEvaluation,
  inputs: InputColumns,
  { denominator, attackSetId, epsilonIndex }: CurveChoice,
): { readonly key: string; readonly rows: () => GroupRows } {
  const set = attackSetId ? placeOf(attackSets, attackSetId) : undefined;
  const chosen = set === undefined ? undefined : attackSets[set]?.attackSet;
  if (epsilonIndex !== undefined) {
    if (!chosen)
      throw new InvalidInputError('epsilonIndex: expected attackSetId beside it, got none', {
        field: 'epsilonIndex',
      });
    checkIndex(epsilonIndex, budgetsOf(chosen.epsilons).length, 'epsilonIndex');
  }
  const control = set !== undefined && chosen?.control === true;
  return {
    key: [denominator, set, control, epsilonIndex].join(' '),
    rows: () => ({
      negative: negativeRows(inputs, denominator),
      positive: control
        ? controlRows(inputs, set)
        : positiveRows(inputs, denominator, { set, epsilon: epsilonIndex }),
    }),
  };
}

function scoresOf(inputs: InputColumns, { negative, positive }: GroupRows) {
  const pick = (rows: readonly number[]) => Float32Array.from(rows, (at) => inputs.score[at] ?? 0);
  return { negative: pick(negative), positive: pick(positive) };
}

function curveOver(inputs: InputColumns, rows: GroupRows, points: number): Curve | null {
  const { negative, positive } = rows;
  if (negative.length === 0 || positive.length === 0) return null;
  const two = scoresOf(inputs, rows);
  const curve = thinRocCurve(rocCurve(two), points);
  const clusters = Uint32Array.from(positive, (at) => inputs.original[at] ?? 0);
  let band: RocBand | undefined;
  return {
    falsePositiveRate: [...curve.falsePositiveRate],
    truePositiveRate: [...curve.truePositiveRate],
    band: () => {
      band ??= rocBand(curve, { scores: two.positive, clusters });
      return band;
    },
    thresholds: [...curve.thresholds].map((threshold) => (Number.isFinite(threshold) ? threshold : null)),
    thinned: curve.thinned,
    auc: auc(two),
    nNegative: negative.length,
    nPositive: positive.length,
  };
}
