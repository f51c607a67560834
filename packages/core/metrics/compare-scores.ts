import { CoreError } from '../errors';
import {
  type AucEstimate,
  combineEstimates,
  compareEstimates,
  estimateAuc,
  type PairedDifference,
} from './auc';
import { sameNumbers } from './same-numbers';
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
  /** Their plain mean; null where one of them has none. */
  readonly macro: AucEstimate | null;
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
    macro: macroEstimate(estimates),
  };
}

/**
 * Paired tests between two evaluations of the same inputs: the macro-AUC first, then each attack that has positives. Left
 * out are those with fewer than two originals in a group, and the macro-AUC where an attack has no AUC: it is none then.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when the two were not scored on the same inputs
 */
export function compareScores(a: ComparableScores, b: ComparableScores): PairedComparison[] {
  if (!sameNumbers(a.original, b.original))
    throw new CoreError('DEGENERATE_DATA', 'comparison: expected two evaluations of the same inputs');
  const columns = [
    { set: null, left: a.macro, right: b.macro },
    ...a.attacks.map(({ set, estimate }, at) => ({
      set,
      left: estimate,
      right: b.attacks[at]?.estimate ?? null,
    })),
  ];
  return columns.flatMap(({ set, left, right }) => {
    const test = left && right && compareEstimates(left, right);
    return test ? [{ set, ...test }] : [];
  });
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

/** Plain mean of the AUCs of attacks; null where there is none, or one of them has none. */
export function macroEstimate(estimates: readonly (AucEstimate | null)[]): AucEstimate | null {
  const whole = estimates.filter((estimate) => estimate !== null);
  if (whole.length === 0 || whole.length < estimates.length) return null;
  return combineEstimates(whole.map((estimate) => ({ estimate, weight: 1 / whole.length })));
}
