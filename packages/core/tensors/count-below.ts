/** Number of values of a rising list that are less than `value`, or with `inclusive` at most `value`: by halving. */
export function countBelow(sorted: ArrayLike<number>, value: number, inclusive = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? 0;
    if (at < value || (inclusive && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
