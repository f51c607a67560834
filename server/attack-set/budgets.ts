/** The budgets of an attack set, one a block of rows: its epsilons, or a single null for an attack that looks for the smallest perturbation. */
export function budgetsOf(epsilons: readonly number[]): readonly (number | null)[] {
  return epsilons.length > 0 ? epsilons : [null];
}
