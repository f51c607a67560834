import { type AttackColumns, smallestNorms } from './attack-columns';
import type { Norm } from './define-attack';
import { percent, type QualityFlag, size } from './quality-flag';
import { shareWithin, successRate } from './security-curve';

/** How far success may lie below that of the best stored attack at the same budget. */
export const mostBelowBest = 0.1;
/** Another stored attack on the same images. */
export interface StoredAttack {
  readonly name: string;
  readonly columns: AttackColumns;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
}

/**
 * The reason found beside other attacks on the same images in the same norm: success lies more than ten points below that of
 * the best of them within the same budget. An attack that looks for the smallest perturbation is held against each epsilon of
 * the others, and against those of its kind without a limit; only the worst is told.
 */
export function gateAgainst(own: StoredAttack, others: readonly StoredAttack[], norm: Norm): QualityFlag[] {
  const rivals = others.map(({ name, columns, epsilons }) => ({
    name,
    epsilons,
    smallest: smallestNorms(columns, norm),
  }));
  const flagAt = (
    budget: number,
    rate: number,
    among: typeof rivals,
  ): (QualityFlag & { by: number }) | null => {
    const ranked = among.map(({ name, smallest }) => ({ name, rate: shareWithin(smallest, budget) }));
    const best = ranked.sort((a, b) => b.rate - a.rate)[0];
    if (!best || best.rate - rate <= mostBelowBest) return null;
    const epsilon = Number.isFinite(budget) ? budget : null;
    const where = epsilon === null ? 'without a limit' : `within ${size(epsilon)}`;
    return {
      code: 'belowBest',
      message: `Far below the best stored attack: ${percent(rate)} of the images are fooled ${where}, ${best.name} fools ${percent(best.rate)}.`,
      epsilon,
      by: best.rate - rate,
    };
  };
  const fixed = own.epsilons.filter((epsilon) => epsilon !== null);
  if (fixed.length > 0)
    return fixed.flatMap((budget, block) => plain(flagAt(budget, successRate(own.columns, block), rivals)));
  const smallest = smallestNorms(own.columns, norm);
  const budgets = rivals.flatMap(({ epsilons }) => epsilons.filter((epsilon) => epsilon !== null));
  const unlimited = rivals.filter(({ epsilons }) => epsilons.every((epsilon) => epsilon === null));
  const found = [
    ...budgets.map((budget) => flagAt(budget, shareWithin(smallest, budget), rivals)),
    flagAt(Number.POSITIVE_INFINITY, shareWithin(smallest, Number.POSITIVE_INFINITY), unlimited),
  ].filter((flag) => flag !== null);
  return plain(found.sort((a, b) => b.by - a.by)[0] ?? null);
}

function plain(flag: (QualityFlag & { by: number }) | null): QualityFlag[] {
  if (!flag) return [];
  const { by: _, ...told } = flag;
  return [told];
}
