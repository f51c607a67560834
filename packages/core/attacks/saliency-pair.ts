/** Change of the target's logit and of the sum of all others per unit of each value, and the values that may move. */
export interface Saliency {
  readonly target: Float32Array;
  readonly others: Float32Array;
  readonly movable: (at: number) => boolean;
}

/**
 * The two values with the greatest `-(target_p + target_q) (others_p + others_q)` among those pairs whose first factor is
 * positive and whose second is negative; null when there is none. Exact without looking at all pairs: a value that two
 * others exceed in both respects cannot be in the best pair, because one of them could take its place.
 */
export function bestPair({ target, others, movable }: Saliency): readonly [number, number] | null {
  const candidates = notTwiceExceeded({ target, others, movable });
  let best: readonly [number, number] | null = null;
  let greatest = 0;
  for (const [at, p] of candidates.entries())
    for (const q of candidates.slice(at + 1)) {
      const up = (target[p] ?? 0) + (target[q] ?? 0);
      const down = (others[p] ?? 0) + (others[q] ?? 0);
      if (up > 0 && down < 0 && -up * down > greatest) [best, greatest] = [[p, q], -up * down];
    }
  return best;
}

function notTwiceExceeded({ target, others, movable }: Saliency): number[] {
  const order = [...target.keys()]
    .filter(movable)
    .sort((a, b) => (target[b] ?? 0) - (target[a] ?? 0) || (others[a] ?? 0) - (others[b] ?? 0) || a - b);
  let [least, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return order.filter((at) => {
    const own = others[at] ?? 0;
    if (second <= own) return false;
    if (own < least) [least, second] = [own, least];
    else second = own;
    return true;
  });
}
