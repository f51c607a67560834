/** The middle of some numbers, the mean of the two middle ones where their count is even; null for none. */
export function median(values: Iterable<number>): number | null {
  const sorted = Float64Array.from(values).sort();
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  if (upper === undefined) return null;
  return sorted.length % 2 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
