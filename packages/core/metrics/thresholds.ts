import { CoreError } from '../errors';
import { equalErrorRate, thresholdAtFalsePositiveRate } from './operating-points';
import { rocCurve, type TwoGroups } from './roc-curve';

/**
 * How a threshold is chosen. `falsePositiveRate` and `conformal` look at authentic inputs only; `equalError` and `youden`
 * at attacked ones, too.
 */
export const thresholdRules = ['falsePositiveRate', 'conformal', 'equalError', 'youden'] as const;
/** One of `thresholdRules`. */
export type ThresholdRule = (typeof thresholdRules)[number];

/** A threshold and how it came about: scores strictly above it are flagged. */
export interface ChosenThreshold {
  readonly rule: ThresholdRule;
  /** The rate asked for; null for rules that have none. */
  readonly rate: number | null;
  /** Null where the rule cannot be kept: with few authentic inputs no conformal threshold is low enough. */
  readonly threshold: number | null;
  readonly authentic: number;
  /** Attacked inputs that it was chosen on; 0 for rules that look at authentic ones only. */
  readonly attacked: number;
}

/**
 * The conformal threshold at a rate: the score of rank `ceil((n + 1)(1 - rate))` among authentic ones. A new authentic
 * input, exchangeable with those, lies strictly above it with probability at most `rate`, whatever the scores'
 * distribution; the guarantee is over the draw of both. Null when `n < 1 / rate - 1`: then only flagging nothing keeps it.
 *
 * @see Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005
 */
export function conformalThreshold(authentic: TwoGroups['negative'], rate: number): number | null {
  const rank = Math.ceil((authentic.length + 1) * (1 - rate) - 1e-9);
  if (rank > authentic.length) return null;
  return Float64Array.from(authentic).sort()[Math.max(1, rank) - 1] ?? null;
}

/** The threshold with the greatest sum of true positive and true negative rate, the strictest one in a tie. */
export function youdenThreshold(groups: TwoGroups): number {
  const { thresholds, falsePositiveRate, truePositiveRate } = rocCurve(groups);
  let best = { gain: Number.NEGATIVE_INFINITY, at: 0 };
  thresholds.forEach((_, at) => {
    const gain = (truePositiveRate[at] ?? 0) - (falsePositiveRate[at] ?? 0);
    if (gain > best.gain + 1e-12) best = { gain, at };
  });
  return strictlyBelow(thresholds, best.at);
}

/** A point of the curve flags its own threshold; flagging scores strictly above needs the next lower score. */
function strictlyBelow(thresholds: Float64Array, at: number): number {
  const [own = 0, next] = [thresholds[at], thresholds[at + 1]];
  return next === undefined ? own - Math.max(1, Math.abs(own)) : next;
}

/** What thresholds are chosen from. */
export interface ThresholdData {
  readonly authentic: TwoGroups['negative'];
  /** Successful adversarials; empty when there are none, and then the rules that need them are left out. */
  readonly attacked: TwoGroups['positive'];
}

/**
 * Thresholds by every rule that the data allow.
 *
 * @param rates false positive rates wanted of `falsePositiveRate` and `conformal`
 * @throws {CoreError} `DEGENERATE_DATA` without authentic inputs
 */
export function chooseThresholds(
  { authentic, attacked }: ThresholdData,
  rates: readonly number[],
): ChosenThreshold[] {
  if (authentic.length === 0)
    throw new CoreError('DEGENERATE_DATA', 'thresholds: expected authentic inputs, got none');
  const alone = rates.flatMap((rate) => [
    {
      rule: 'falsePositiveRate' as const,
      rate,
      threshold: thresholdAtFalsePositiveRate(authentic, rate),
      authentic: authentic.length,
      attacked: 0,
    },
    {
      rule: 'conformal' as const,
      rate,
      threshold: conformalThreshold(authentic, rate),
      authentic: authentic.length,
      attacked: 0,
    },
  ]);
  if (attacked.length === 0) return alone;
  const groups = { negative: authentic, positive: attacked };
  const both = { rate: null, authentic: authentic.length, attacked: attacked.length };
  const equal = equalErrorRate(rocCurve(groups)).threshold;
  return [
    ...alone,
    { rule: 'equalError', ...both, threshold: Number.isFinite(equal) ? equal : null },
    { rule: 'youden', ...both, threshold: youdenThreshold(groups) },
  ];
}
