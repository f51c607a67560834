/**
 * Whether two lists hold the same numbers in the same order. Compared in a plain loop: a callback for each of 10,000 inputs of
 * each of 1,225 pairs was most of the time of a comparison.
 */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
