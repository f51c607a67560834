import { CoreError } from '../errors';
import {
  type AucEstimate,
  combineEstimates,
  compareEstimates,
  estimateAuc,
  type PairedDifference,
} from './auc';
import {
  type Denominator,
  type EvaluatedSet,
  negativeRows,
  positiveRows,
  type ScoredInputs,
  scoresOfRows,
} from './scored-inputs';

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

/** The AUC of each attack set; null where a group is empty. */
export function attackEstimates(
  inputs: ScoredInputs,
  attacked: readonly number[],
  denominator: Denominator,
): (AucEstimate | null)[] {
  const negative = negativeRows(inputs, denominator);
  return attacked.map((set) => {
    const positive = positiveRows(inputs, denominator, { set });
    if (negative.length === 0 || positive.length === 0) return null;
    return estimateAuc(scoresOfRows(inputs, negative, positive));
  });
}

/** Plain mean of the AUCs of attacks. */
export function macroEstimate(estimates: readonly AucEstimate[]): AucEstimate {
  return combineEstimates(estimates.map((estimate) => ({ estimate, weight: 1 / estimates.length })));
}
