import type { ThreatLevel } from '../adaptive-attack/threat';

/** What the strongest attacker that was set on a detector knew, as the tables in the terminal say it. */
export const adaptiveAttack: Readonly<Record<ThreatLevel, string>> = {
  ZERO: 'none',
  LIMITED: 'limited',
  PERFECT: 'perfect',
};

/** Below each such table. */
export const adaptiveAttackNote =
  'Adaptive attack: what the strongest attacker set on a detector knew of it. With none, its figures say nothing about one who knows it.';
