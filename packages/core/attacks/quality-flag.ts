/** Why the images of an attack should not be relied on. */
export const qualityCodes = [
  'zeroGradient',
  'budgetLowersSuccess',
  'stepsLowerSuccess',
  'noiseAsGood',
  'belowBest',
] as const;
/** One of `qualityCodes`. */
export type QualityCode = (typeof qualityCodes)[number];

/** A reason why an attack set is unreliable. */
export interface QualityFlag {
  readonly code: QualityCode;
  /** In words, with the numbers. */
  readonly message: string;
  /** The budget that it is about; null when it is about all, or the attack has none. */
  readonly epsilon: number | null;
}

/** A part of all: `12 of 1,000`. */
export function count(part: number, all: number): string {
  return `${part.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`;
}

/** A share in percent, three digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** A budget in input units, as a multiple of 1/255 where it is one. */
export function size(epsilon: number): string {
  const levels = epsilon * 255;
  return Math.abs(levels - Math.round(levels)) < 1e-4 && levels > 0.5 && levels < 255
    ? `${Math.round(levels)}/255`
    : String(Number(epsilon.toPrecision(3)));
}
