/** Scores of a group in bins of equal width, as the server counts them: the exact ends are within their bins too. */
export interface BinnedScores {
  /** One more than `counts`. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Inputs with a score of exactly 0. */
  readonly atZero: number;
  /** Inputs with a score of exactly 1. */
  readonly atOne: number;
  readonly n: number;
}

/** A bar to draw. `exactly` tells a mass on one value, which has no width of its own. */
export interface HistogramBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** `count` over all inputs of the group. */
  readonly share: number;
  readonly exactly: 0 | 1 | null;
}

/**
 * Bars of a group, the mass at exactly 0 and 1 taken out of its bin and given a bar of its own: a kNN score has much of
 * it, and within a bin it would hide how the rest is spread. Empty bars are left out.
 */
export function histogramBars({ edges, counts, atZero, atOne, n }: BinnedScores): HistogramBar[] {
  const bins = counts.map((count, bin) => ({ from: edges[bin] ?? 0, to: edges[bin + 1] ?? 0, count }));
  const take = (value: number, mass: number) => {
    const last = bins.length - 1;
    const bin = bins.find(
      ({ from, to }, at) => value >= from && (value < to || (at === last && value <= to)),
    );
    // Edges are computed in floating point, so the bin that the server chose may be the neighbor: never below zero.
    if (bin) bin.count = Math.max(0, bin.count - mass);
  };
  take(0, atZero);
  take(1, atOne);
  const bar = (from: number, to: number, count: number, exactly: 0 | 1 | null): HistogramBar => ({
    from,
    to,
    count,
    share: n > 0 ? count / n : 0,
    exactly,
  });
  return [
    bar(0, 0, atZero, 0),
    ...bins.map(({ from, to, count }) => bar(from, to, count, null)),
    bar(1, 1, atOne, 1),
  ].filter(({ count }) => count > 0);
}
