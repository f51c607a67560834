/** A factor that makes a perturbation of this size visible without saturating it: half the range, rounded to a plain number. */
export function magnificationOf(size: number, [low = 0, high = 1]: readonly number[]): number {
  return Math.max(1, Math.min(50, Math.round((high - low) / Math.max(size, 1e-6))));
}
