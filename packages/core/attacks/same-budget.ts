/**
 * Whether two budgets are meant to be the same: epsilons are typed or computed, as 8/255 and 0.0313725, and a database may lose
 * their last digit.
 */
export function isSameBudget(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= 1e-6 * b;
}
