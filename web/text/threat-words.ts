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
