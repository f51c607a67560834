import { CoreError } from '../errors';
import {
  type AucEstimate,
  aucInterval,
  combineEstimates,
  compareEstimates,
  estimateAuc,
  type PairedDifference,
} from './auc';
import {
  accuracyAbove,
  averagePrecision,
  equalErrorRate,
  falsePositiveRateAt,
  truePositiveRateAt,
} from './operating-points';
import { partialAuc } from './partial-auc';
import { rocCurve } from './roc-curve';

/** What an input of an evaluation is. */
export const inputGroups = ['authentic', 'error', 'adversarial', 'control'] as const;
/** One of `inputGroups`. */
export type InputGroup = (typeof inputGroups)[number];

/**
 * Which inputs a metric is over: successful adversarials against authentic (the headline), all attacked inputs against
 * authentic, or successful adversarials against authentic inputs and errors together.
 */
export const denominators = ['successful', 'allAttacked', 'withErrors'] as const;
/** One of `denominators`. */
export type Denominator = (typeof denominators)[number];

/** Scored inputs as columns of one length. */
export interface ScoredInputs {
  readonly score: Float32Array;
  /** Index into `inputGroups`. */
  readonly group: Uint8Array;
  /** Index of the attack set; 255 where there is none. */
  readonly set: Uint8Array;
  /** Index of the epsilon within the set; 255 where there is none. */
  readonly epsilon: Uint8Array;
  readonly success: Uint8Array;
  /** The item that each input is or was made from. */
  readonly original: Uint32Array | Int32Array;
}

/** An attack set of an evaluation. */
export interface EvaluatedSet {
  readonly attack: string;
  readonly control: boolean;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
}

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
    row(
      'error',
      null,
      null,
      rowsWhere(inputs, (at) => inputs.group[at] === inputGroups.indexOf('error')),
    ),
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
  const estimates = attackEstimates(inputs, attacked, denominator).filter((estimate) => estimate !== null);
  const complete = estimates.length > 0 && estimates.length === attacked.length;
  const macro = complete ? macroEstimate(estimates) : null;
  const [aucLow, aucHigh] = (macro && aucInterval(macro)) ?? [null, null];
  const rows = attacked.map((set) =>
    metrics(inputs, negativeRows(inputs, denominator), positiveRows(inputs, denominator, { set })),
  );
  const average = (pick: (of: Metrics) => number | null) => {
    const values = rows.map(pick).filter((value) => value !== null);
    return complete && values.length === rows.length
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

/** A paired comparison of two detectors over one attack, or over all (`set` null). */
export interface PairedComparison extends PairedDifference {
  readonly set: number | null;
}

/** The AUCs of one evaluation as paired tests need them: computed once, however many pairs it is part of. */
export interface ComparableScores {
  readonly original: ScoredInputs['original'];
  /** By attack set, in order; null where a group is empty. */
  readonly attacks: readonly { readonly set: number; readonly estimate: AucEstimate | null }[];
}

/** The AUC of each attack with what its clustered variance needs. */
export function comparableScores(
  inputs: ScoredInputs,
  { sets, denominator }: { sets: readonly EvaluatedSet[]; denominator: Denominator },
): ComparableScores {
  const attacked = sets.flatMap((set, index) => (set.control ? [] : [index]));
  const estimates = attackEstimates(inputs, attacked, denominator);
  return {
    original: inputs.original,
    attacks: attacked.map((set, at) => ({ set, estimate: estimates[at] ?? null })),
  };
}

/**
 * Paired tests between two evaluations of the same inputs: the macro-AUC first, then each attack that has positives. Left
 * out are those with fewer than two originals in a group, and the macro-AUC where an attack has no AUC: it is none then.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when the two were not scored on the same inputs
 */
export function compareScores(a: ComparableScores, b: ComparableScores): PairedComparison[] {
  if (a.original.length !== b.original.length || a.original.some((item, at) => item !== b.original[at]))
    throw new CoreError('DEGENERATE_DATA', 'comparison: expected two evaluations of the same inputs');
  const pairs = a.attacks.flatMap(({ set, estimate }, at) => {
    const other = b.attacks[at]?.estimate;
    return estimate && other ? [{ set, left: estimate, right: other }] : [];
  });
  if (pairs.length === 0) return [];
  const complete = pairs.length === a.attacks.length;
  const macro = complete
    ? compareEstimates(
        macroEstimate(pairs.map(({ left }) => left)),
        macroEstimate(pairs.map(({ right }) => right)),
      )
    : null;
  const tests = pairs.map(({ set, left, right }) => ({ set, test: compareEstimates(left, right) }));
  return [{ set: null, test: macro }, ...tests].flatMap(({ set, test }) => (test ? [{ set, ...test }] : []));
}

function attackEstimates(
  inputs: ScoredInputs,
  attacked: readonly number[],
  denominator: Denominator,
): (AucEstimate | null)[] {
  const negative = negativeRows(inputs, denominator);
  return attacked.map((set) => {
    const positive = positiveRows(inputs, denominator, { set });
    if (negative.length === 0 || positive.length === 0) return null;
    return estimateAuc(groups(inputs, negative, positive));
  });
}

function macroEstimate(estimates: readonly AucEstimate[]): AucEstimate {
  return combineEstimates(estimates.map((estimate) => ({ estimate, weight: 1 / estimates.length })));
}

/** Rows counted as negative: authentic, with errors where the denominator says so. */
export function negativeRows(inputs: ScoredInputs, denominator: Denominator): number[] {
  const authentic = inputGroups.indexOf('authentic');
  const error = inputGroups.indexOf('error');
  return rowsWhere(
    inputs,
    (at) => inputs.group[at] === authentic || (denominator === 'withErrors' && inputs.group[at] === error),
  );
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

/** Adversarial rows counted as positive, of one attack set and epsilon or of all. */
export function positiveRows(
  inputs: ScoredInputs,
  denominator: Denominator,
  { set, epsilon }: { set?: number | undefined; epsilon?: number | undefined } = {},
): number[] {
  const adversarial = inputGroups.indexOf('adversarial');
  return rowsWhere(
    inputs,
    (at) =>
      inputs.group[at] === adversarial &&
      (set === undefined || inputs.set[at] === set) &&
      (epsilon === undefined || inputs.epsilon[at] === epsilon) &&
      (denominator === 'allAttacked' || inputs.success[at] === 1),
  );
}

/** Rows of a control that are still classified correctly: where it fools the classifier it is no authentic input any more. */
export function controlRows(inputs: ScoredInputs, set: number): number[] {
  return rowsWhere(inputs, (at) => inputs.set[at] === set && inputs.success[at] === 0);
}

function rowsWhere(inputs: ScoredInputs, test: (at: number) => boolean): number[] {
  const rows: number[] = [];
  for (let at = 0; at < inputs.score.length; at++) if (test(at)) rows.push(at);
  return rows;
}

function groups(inputs: ScoredInputs, negative: readonly number[], positive: readonly number[]) {
  const scores = (rows: readonly number[]) => Float32Array.from(rows, (at) => inputs.score[at] ?? 0);
  const originals = (rows: readonly number[]) => Int32Array.from(rows, (at) => inputs.original[at] ?? -1);
  return {
    negative: scores(negative),
    positive: scores(positive),
    negativeClusters: originals(negative),
    positiveClusters: originals(positive),
  };
}

function metrics(inputs: ScoredInputs, negative: number[], positive: number[]): Metrics {
  const counts = { nNegative: negative.length, nPositive: positive.length };
  if (negative.length === 0 || positive.length === 0) return { ...counts, ...undefinedMetrics };
  const two = groups(inputs, negative, positive);
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
