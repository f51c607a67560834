import { z } from 'zod';
import type { Figure } from '../run/figure';
import { attackOutcome } from './attack-results';

/**
 * What an attack amounts to at its largest budget: the share of images that it fooled, and the medians of the norms of
 * their perturbations, in units of the model's input.
 */
export function figuresOfAttack(outcomes: unknown): readonly Figure[] {
  const strongest = atLargestBudget(z.array(attackOutcome).parse(outcomes));
  if (!strongest) return [];
  const { successRate, medianL2, medianLinf } = strongest;
  return [
    { name: 'successRate', value: successRate, goal: 'MAXIMIZE' },
    { name: 'medianL2', value: medianL2, goal: 'MINIMIZE' },
    { name: 'medianLinf', value: medianLinf, goal: 'MINIMIZE' },
  ];
}

/** The one of the largest epsilon; an attack that looks for the smallest perturbation has a single one without it. */
export function atLargestBudget<Budget extends { readonly epsilon: number | null }>(
  budgets: readonly Budget[],
): Budget | undefined {
  return budgets.toSorted((a, b) => (b.epsilon ?? 0) - (a.epsilon ?? 0))[0];
}
