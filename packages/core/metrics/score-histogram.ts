/** How scores are spread over bins of equal width. Mass at exactly 0 and 1 is counted apart: kNN scores have much of it. */
export interface ScoreHistogram {
  /** `bins + 1` edges. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly atZero: number;
  readonly atOne: number;
  readonly n: number;
}

/** Counts of scores between `low` and `high`; the last bin includes its upper edge. */
export function scoreHistogram(
  scores: Float32Array | readonly number[],
  { bins, low, high }: { bins: number; low: number; high: number },
): ScoreHistogram {
  const width = (high - low || 1) / bins;
  const counts = new Array<number>(bins).fill(0);
  let [atZero, atOne] = [0, 0];
  for (const score of scores) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor((score - low) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
    if (score === 0) atZero++;
    if (score === 1) atOne++;
  }
  return {
    edges: Array.from({ length: bins + 1 }, (_, edge) => low + edge * width),
    counts,
    atZero,
    atOne,
    n: scores.length,
  };
}
