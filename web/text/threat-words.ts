/** What an attacker knows of a detector, as the API names it. */
export type ThreatLevel = 'ZERO' | 'LIMITED' | 'PERFECT';

/** Said beside the numbers of a detector, by what the strongest attacker that was set on it knew; nothing of the last. */
export const threatWords = {
  ZERO: 'no adaptive attack',
  LIMITED: 'attacked with limited knowledge only',
  PERFECT: null,
} as const satisfies Record<ThreatLevel, string | null>;

/** What follows from it, where there is room for a sentence. */
export const threatMeaning =
  'These numbers are of attacks that do not know the detector. They say nothing about an attacker who does.';

/**
 * Said under a picture of several detectors that leaves the page: which of them were never attacked by somebody who knew
 * them; undefined where all were.
 */
export function threatNote(
  detectors: readonly { readonly name: string; readonly level: ThreatLevel }[],
): string | undefined {
  const without = detectors.filter(({ level }) => level === 'ZERO');
  if (without.length === 0) return undefined;
  if (without.length === detectors.length)
    return detectors.length === 1
      ? 'No adaptive attack was made on this detector.'
      : 'No adaptive attack was made on these detectors.';
  const [first] = without;
  return without.length === 1
    ? `No adaptive attack was made on ${first?.name}.`
    : `No adaptive attack was made on ${without.length} of ${detectors.length} detectors.`;
}
