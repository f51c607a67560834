import { type AdaptiveAttack, adaptiveAttacks } from '@fiducial/core/adaptive';
import { type Attack, attacks } from '@fiducial/core/attacks';

/** What plain attacks and those that know a detector have in common: all but how they perturb. */
export type AnyAttack = Omit<Attack, 'perturb'> | AdaptiveAttack;

/** The attack of that id, whether it knows a detector or not; undefined when this server does not have it. */
export function findAttackMethod(id: string): AnyAttack | undefined {
  return attacks.find((attack) => attack.id === id) ?? adaptiveAttacks.find((attack) => attack.id === id);
}
