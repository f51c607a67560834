import { percent } from '../attacks/quality-flag';
import { isSameBudget } from '../attacks/same-budget';
import type { EvasionTrial } from './evasion-trial';
import type { StepTrace } from './step-trace';

/** What must hold of an attack that knows a detector before its numbers say anything. */
export const sanityCheckNames = ['lossFalls', 'largeBudget', 'moreSteps', 'beatsTransfer'] as const;
/** One of `sanityCheckNames`. */
export type SanityCheckName = (typeof sanityCheckNames)[number];

/** A check with its outcome; `passed` is null where it could not be made. */
export interface SanityCheck {
  readonly check: SanityCheckName;
  readonly passed: boolean | null;
  /** The outcome in words, with the numbers. */
  readonly reason: string;
}

/** Share of the images that a budget without limits has to reach. */
const nearlyAll = 0.95;
/** How far a share of a few hundred images may lie below another one by chance. */
const allowance = 0.02;

/** Whether the attacker's loss ends lower than it began, at each budget. */
export function lossFalls(traces: readonly StepTrace[]): SanityCheck {
  const ends = traces.map(({ loss }) => ({ first: loss[0] ?? 0, last: tail(loss) }));
  const words = ends.map(({ first, last }) => `${digits(first)} to ${digits(last)}`).join(', ');
  return {
    check: 'lossFalls',
    passed: ends.every(({ first, last }) => last < first),
    reason: `Mean loss over the images, from the first to the last steps: ${words}.`,
  };
}

/** Whether nearly all images evade when the budget has no limits. */
export function largeBudget({
  epsilon,
  images,
  evaded,
}: EvasionTrial & {
  /** Null for an attack that looks for the smallest perturbation, which has no limit anyway. */
  readonly epsilon: number | null;
}): SanityCheck {
  const where = epsilon === null ? 'Without a limit' : `With an epsilon of ${digits(epsilon)}`;
  return {
    check: 'largeBudget',
    passed: evaded >= nearlyAll * images,
    reason: `${where}, ${percent(evaded / images)} of ${images} images fool the classifier and pass the detector at 5 % false positives; at least ${percent(nearlyAll)} is expected.`,
  };
}

/**
 * Whether all steps let at least as many images evade as half of them, in two attacks on the same images; null without the
 * attack with half of the steps, which an attack of one step does not have.
 */
export function moreSteps(
  all: EvasionTrial & { readonly steps: number },
  half: (EvasionTrial & { readonly steps: number }) | null,
): SanityCheck {
  const check = 'moreSteps';
  if (!half)
    return { check, passed: null, reason: 'An attack of one step cannot be tried with half of its steps.' };
  const said = ({ steps, evaded }: EvasionTrial & { readonly steps: number }) =>
    `${evaded} with ${steps} step${steps === 1 ? '' : 's'}`;
  return {
    check,
    passed: all.evaded >= half.evaded,
    reason: `Of ${all.images} images, attacked anew and judged by what comes back, evade ${said(half)} and ${said(all)}.`,
  };
}

/** Whether an attack that knows the detector does no worse than the best one that does not, within the same budget and the allowance. */
export function beatsTransfer(
  own: readonly { readonly epsilon: number | null; readonly evasionRate: number }[],
  transferred: readonly {
    readonly epsilon: number | null;
    readonly name: string;
    readonly evasionRate: number;
  }[],
): SanityCheck {
  const pairs = own.flatMap(({ epsilon, evasionRate }) => {
    const [best] = transferred
      .filter((other) => isSameBudget(other.epsilon, epsilon))
      .sort((a, b) => b.evasionRate - a.evasionRate);
    return best ? [{ own: evasionRate, best }] : [];
  });
  if (pairs.length === 0)
    return {
      check: 'beatsTransfer',
      passed: null,
      reason:
        'No attack that does not know the detector was judged at the same budget: evaluate the detector on one.',
    };
  const [worst] = [...pairs].sort((a, b) => a.own - a.best.evasionRate - (b.own - b.best.evasionRate));
  if (!worst) throw new Error('there is a pair');
  const passed = worst.own >= worst.best.evasionRate - allowance;
  const byChance =
    passed && worst.own < worst.best.evasionRate
      ? `; up to ${Math.round(100 * allowance)} points less may be chance`
      : '';
  return {
    check: 'beatsTransfer',
    passed,
    reason: `At the budget where it is closest, ${percent(worst.own)} of the images evade; the best attack that does not know the detector, ${worst.best.name}, gets ${percent(worst.best.evasionRate)} past it${byChance}.`,
  };
}

/** Mean of the last tenth: single steps go up and down. */
function tail(values: Float32Array): number {
  const some = values.subarray(-Math.max(1, Math.floor(values.length / 10)));
  return some.reduce((sum, value) => sum + value, 0) / some.length;
}

function digits(value: number): number {
  return Number(value.toPrecision(3));
}
