import { type Norm, normOf } from '@fiducial/core/attacks';
import { attackParams } from './attack-results';
import { findAttackMethod } from './find-attack-method';

/** The norm that an attack set bounds or minimizes; null when this server does not have the method. */
export function normOfSet({ attack, run }: { attack: string; run: { params: unknown } }): Norm | null {
  const method = findAttackMethod(attack);
  return method ? normOf(method, attackParams.safeParse(run.params).data?.parameters ?? {}) : null;
}
