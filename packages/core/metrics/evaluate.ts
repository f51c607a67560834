import { aucInterval, estimateAuc } from './auc';
import { attackEstimates, macroEstimate } from './compare-scores';
import {
  accuracyAbove,
  averagePrecision,
  equalErrorRate,
  falsePositiveRateAt,
  truePositiveRateAt,
} from './operating-points';
import { partialAuc } from './partial-auc';
import { rocCurve } from './roc-curve';
import {
  controlRows,
  type Denominator,
  type EvaluatedSet,
  errorRows,
  negativeRows,
  positiveRows,
  type ScoredInputs,
  scoresOfRows,
} from './scored-inputs';

/** The false positive rate up to which `partialAuc` looks. */
const partialAucLimit = 0.05;

/** Metrics of one comparison of groups; null where a group is empty. */
export interface Metrics {
  readonly nNegative: number;
  readonly nPositive: number;
  readonly auc: number | null;
  readonly aucLow: number | null;
  readonly aucHigh: number | null;
  readonly aupr: number | null;
  readonly eer: number | null;
  readonly eerThreshold: number | null;
  readonly accuracyAtEer: number | null;
  readonly fprAt95Tpr: number | null;
  /** Standardized area left of a false positive rate of 5 %. */
  readonly partialAuc: number | null;
  readonly tprAt01Fpr: number | null;
  readonly tprAt1Fpr: number | null;
  readonly tprAt5Fpr: number | null;
}

/** What a row of the result table is over: all attacks, one, one at one epsilon, the errors, or a control. */
export type RowKind = 'macro' | 'attack' | 'attackEpsilon' | 'error' | 'control';

/** A row of the result table. */
export interface EvaluationRow extends Metrics {
  readonly kind: RowKind;
  readonly denominator: Denominator;
  /** Index of the attack set; null for `macro` and `error`. */
  readonly set: number | null;
  readonly epsilon: number | null;
}

/** Rows of an evaluation for one denominator: macro, each attack, each attack and epsilon, errors, each control. */
export function evaluationRows(
  inputs: ScoredInputs,
  sets: readonly EvaluatedSet[],
  denominator: Denominator,
): EvaluationRow[] {
  const attacked = sets.flatMap((set, index) => (set.control ? [] : [index]));
  const row = (
    kind: RowKind,
    set: number | null,
    epsilon: number | null,
    positive: number[],
  ): EvaluationRow => ({
    kind,
    denominator,
    set,
    epsilon,
    ...metrics(inputs, negativeRows(inputs, denominator), positive),
  });
  return [
    macroRow(inputs, attacked, denominator),
    ...attacked.map((set) => row('attack', set, null, positiveRows(inputs, denominator, { set }))),
    ...attacked.flatMap((set) =>
      (sets[set]?.epsilons ?? []).map((value, epsilon) =>
        row('attackEpsilon', set, value, positiveRows(inputs, denominator, { set, epsilon })),
      ),
    ),
    row('error', null, null, errorRows(inputs)),
    ...sets.flatMap((set, index) =>
      set.control ? [row('control', index, null, controlRows(inputs, index))] : [],
    ),
  ];
}

/** Plain mean over the attacks of one denominator, whatever their sizes; with the clustered interval of that mean. */
function macroRow(
  inputs: ScoredInputs,
  attacked: readonly number[],
  denominator: Denominator,
): EvaluationRow {
  const macro = macroEstimate(attackEstimates(inputs, attacked, denominator));
  const [aucLow, aucHigh] = (macro && aucInterval(macro)) ?? [null, null];
  const rows = attacked.map((set) =>
    metrics(inputs, negativeRows(inputs, denominator), positiveRows(inputs, denominator, { set })),
  );
  const average = (pick: (of: Metrics) => number | null) => {
    const values = rows.map(pick).filter((value) => value !== null);
    return macro && values.length === rows.length
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : null;
  };
  return {
    kind: 'macro',
    denominator,
    set: null,
    epsilon: null,
    nNegative: negativeRows(inputs, denominator).length,
    nPositive: rows.reduce((sum, { nPositive }) => sum + nPositive, 0),
    auc: macro?.auc ?? null,
    aucLow,
    aucHigh,
    aupr: average(({ aupr }) => aupr),
    eer: average(({ eer }) => eer),
    eerThreshold: null,
    accuracyAtEer: average(({ accuracyAtEer }) => accuracyAtEer),
    fprAt95Tpr: average(({ fprAt95Tpr }) => fprAt95Tpr),
    partialAuc: average(({ partialAuc: area }) => area),
    tprAt01Fpr: average(({ tprAt01Fpr }) => tprAt01Fpr),
    tprAt1Fpr: average(({ tprAt1Fpr }) => tprAt1Fpr),
    tprAt5Fpr: average(({ tprAt5Fpr }) => tprAt5Fpr),
  };
}

/**
 * Metrics of each true class: authentic inputs of the class against adversarials made from it, in the order of classes.
 *
 * @param labels true class of each input, `[n]`
 */
export function classMetrics(
  inputs: ScoredInputs,
  {
    labels,
    classes,
    denominator,
    set,
  }: {
    labels: ArrayLike<number>;
    classes: number;
    denominator: Denominator;
    set?: number | undefined;
  },
): Metrics[] {
  const negative = negativeRows(inputs, denominator);
  const positive = positiveRows(inputs, denominator, { set });
  return Array.from({ length: classes }, (_, label) => {
    const ofClass = (rows: readonly number[]) => rows.filter((at) => labels[at] === label);
    return metrics(inputs, ofClass(negative), ofClass(positive));
  });
}

function metrics(inputs: ScoredInputs, negative: number[], positive: number[]): Metrics {
  const counts = { nNegative: negative.length, nPositive: positive.length };
  if (negative.length === 0 || positive.length === 0) return { ...counts, ...undefinedMetrics };
  const two = scoresOfRows(inputs, negative, positive);
  const estimate = estimateAuc(two);
  const [aucLow, aucHigh] = aucInterval(estimate) ?? [null, null];
  const curve = rocCurve(two);
  const equal = equalErrorRate(curve);
  return {
    ...counts,
    auc: estimate.auc,
    aucLow,
    aucHigh,
    aupr: averagePrecision(curve, negative.length, positive.length),
    eer: equal.rate,
    eerThreshold: Number.isFinite(equal.threshold) ? equal.threshold : null,
    accuracyAtEer: accuracyAbove(two, equal.threshold),
    fprAt95Tpr: falsePositiveRateAt(curve, 0.95),
    partialAuc: partialAuc(curve, partialAucLimit),
    tprAt01Fpr: truePositiveRateAt(curve, 0.001),
    tprAt1Fpr: truePositiveRateAt(curve, 0.01),
    tprAt5Fpr: truePositiveRateAt(curve, 0.05),
  };
}

const undefinedMetrics = {
  auc: null,
  aucLow: null,
  aucHigh: null,
  aupr: null,
  eer: null,
  eerThreshold: null,
  accuracyAtEer: null,
  fprAt95Tpr: null,
  partialAuc: null,
  tprAt01Fpr: null,
  tprAt1Fpr: null,
  tprAt5Fpr: null,
};
