import {
  auc,
  controlRows,
  type Denominator,
  negativeRows,
  positiveRows,
  rocBand,
  rocCurve,
  thinRocCurve,
} from '@fiducial/core/metrics';
import { budgetsOf } from '../attack-set/budgets';
import { checkIndex } from '../check-index';
import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { DenominatorEnum } from './evaluation-enums';
import type { InputColumns } from './inputs-file';
import { evaluationInclude, inputsOf, type LoadedEvaluation } from './load-evaluation';
import { placeOf } from './place-of';

/** A curve with its interval. */
export interface Curve {
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

builder.prismaObjectField('Evaluation', 'rocCurve', (t) =>
  t.field({
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
    resolve: async (evaluation, { attackSetId, epsilonIndex, denominator }, context) =>
      curveOf(evaluation, await inputsOf(context, evaluation), {
        denominator: denominator ?? 'successful',
        attackSetId: attackSetId?.id,
        epsilonIndex: epsilonIndex ?? undefined,
      }),
  }),
);

/** What a curve is over. */
export interface CurveChoice {
  readonly denominator: Denominator;
  readonly attackSetId: string | undefined;
  readonly epsilonIndex: number | undefined;
}

/** The curve for drawing, with its interval; null where a group is empty. */
export function curveOf(
  { attackSets }: LoadedEvaluation,
  inputs: InputColumns,
  { denominator, attackSetId, epsilonIndex }: CurveChoice,
): Curve | null {
  const set = attackSetId ? placeOf(attackSets, attackSetId) : undefined;
  const chosen = set === undefined ? undefined : attackSets[set]?.attackSet;
  if (epsilonIndex !== undefined) {
    if (!chosen)
      throw new InvalidInputError('epsilonIndex: expected attackSetId beside it, got none', {
        field: 'epsilonIndex',
      });
    checkIndex(epsilonIndex, budgetsOf(chosen.epsilons).length, 'epsilonIndex');
  }
  const negative = negativeRows(inputs, denominator);
  const positive =
    set !== undefined && chosen?.control
      ? controlRows(inputs, set)
      : positiveRows(inputs, denominator, { set, epsilon: epsilonIndex });
  if (negative.length === 0 || positive.length === 0) return null;
  const pick = (rows: readonly number[]) => Float32Array.from(rows, (at) => inputs.score[at] ?? 0);
  const two = { negative: pick(negative), positive: pick(positive) };
  const curve = thinRocCurve(rocCurve(two));
  const clusters = Uint32Array.from(positive, (at) => inputs.original[at] ?? 0);
  const band = rocBand(curve, { scores: two.positive, clusters });
  return {
    falsePositiveRate: [...curve.falsePositiveRate],
    truePositiveRate: [...curve.truePositiveRate],
    truePositiveRateLow: [...band.low],
    truePositiveRateHigh: [...band.high],
    thresholds: [...curve.thresholds].map((threshold) => (Number.isFinite(threshold) ? threshold : null)),
    thinned: curve.thinned,
    auc: auc(two),
    nNegative: negative.length,
    nPositive: positive.length,
  };
}
