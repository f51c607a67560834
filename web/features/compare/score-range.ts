import type { ScoreSpreads } from './compare-details';
import type { ComparedDetector } from './compared-detector';

/** Least and greatest score over all detectors: the ends of the threshold's slider. */
export function scoreRange(
  detectors: readonly ComparedDetector[],
  spreads: ScoreSpreads | undefined,
): [number, number] {
  const ends = spreads
    ? spreads.map(({ scoreHistograms }) => scoreHistograms[0]?.edges ?? [0, 1])
    : // From the strictest, after the one that flags nothing, to the loosest.
      detectors.map(({ curve }) => [...(curve?.thresholds.slice(1) ?? [0, 1])].reverse());
  return [Math.min(0, ...ends.map((of) => of[0] ?? 0)), Math.max(1, ...ends.map((of) => of.at(-1) ?? 1))];
}
