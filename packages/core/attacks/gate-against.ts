import { type AttackColumns, smallestNorms } from './attack-columns';
import type { Norm } from './define-attack';
import { percent, type QualityFlag, size } from './quality-flag';
import { shareWithin, successRate } from './security-curve';

/** How far success may lie below that of the best stored attack at the same budget. */
const mostBelowBest = 0.1;

/** A stored attack. */
export interface StoredAttack {
  readonly name: string;
  readonly columns: AttackColumns;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
  /** The norm that it bounds or minimizes, and that its epsilons are in. */
  readonly norm: Norm;
}

/**
 * The reason found beside other attacks on the same images: success lies more than ten points below what the best of them
 * reached within the same budget, measured in the norm of the attack. An attack that looks for the smallest perturbation is
 * held against each epsilon of the others in its norm, and against those of its kind and norm without a limit; of these only
 * the worst is told.
 */
export function gateAgainst(own: StoredAttack, others: readonly StoredAttack[]): QualityFlag[] {
  const rivals = others.map(
    (other): Rival => ({ ...other, smallest: smallestNorms(other.columns, own.norm) }),
  );
  const budgets = own.epsilons.filter((epsilon) => epsilon !== null);
  if (budgets.length > 0)
    return budgets.flatMap((budget, block) => {
      const gap = gapTo(rivals, { budget, rate: successRate(own.columns, block) });
      return gap ? [flagOf(gap)] : [];
    });
  const smallest = smallestNorms(own.columns, own.norm);
  const ofNorm = rivals.filter(({ norm }) => norm === own.norm);
  const gapWithin = (budget: number, among: readonly Rival[]) =>
    gapTo(among, { budget, rate: shareWithin(smallest, budget) });
  const limits = ofNorm.flatMap(({ epsilons }) => epsilons.filter((epsilon) => epsilon !== null));
  const unlimited = ofNorm.filter(({ epsilons }) => epsilons.includes(null));
  const gaps = [
    ...limits.map((budget) => gapWithin(budget, rivals)),
    gapWithin(Number.POSITIVE_INFINITY, unlimited),
  ].filter((gap) => gap !== null);
  const [worst] = gaps.sort((a, b) => b.best - b.rate - (a.best - a.rate));
  return worst ? [flagOf(worst)] : [];
}

interface Rival extends StoredAttack {
  /** Its smallest successful perturbations in the norm of the attack that is judged. */
  readonly smallest: Float64Array;
}

interface Gap {
  readonly budget: number;
  readonly rate: number;
  readonly best: number;
  readonly by: string;
}

function gapTo(rivals: readonly Rival[], { budget, rate }: { budget: number; rate: number }): Gap | null {
  const reached = rivals.map(({ name, smallest }) => ({ by: name, best: shareWithin(smallest, budget) }));
  const [first] = reached.sort((a, b) => b.best - a.best);
  return first && first.best - rate > mostBelowBest ? { budget, rate, ...first } : null;
}

function flagOf({ budget, rate, best, by }: Gap): QualityFlag {
  const epsilon = Number.isFinite(budget) ? budget : null;
  const where = epsilon === null ? 'without a limit' : `within ${size(epsilon)}`;
  return {
    code: 'belowBest',
    message: `Far below the best stored attack: ${percent(rate)} of the images are fooled ${where}, ${by} fools ${percent(best)}.`,
    epsilon,
  };
}
