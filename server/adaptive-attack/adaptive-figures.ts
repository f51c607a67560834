import { atLargestBudget } from '../attack-set/attack-figures';
import type { Figure } from '../run/figure';
import { verdict } from './adaptive-results';

/** What an attack on a detector amounts to: the share that got past it at its largest budget, at 5 % false positives. */
export function figuresOfAdaptiveAttack(found: unknown): readonly Figure[] {
  const evasion = atLargestBudget(verdict.parse(found).budgets)?.evasions[0];
  return evasion ? [{ name: 'evasionRate', value: evasion.evasionRate, goal: 'MAXIMIZE' }] : [];
}
