import { register } from '../method';
import { bim } from './bim';
import { carliniWagnerL2 } from './carlini-wagner-l2';
import { deepFool } from './deep-fool';
import type { Attack } from './define-attack';
import { fab } from './fab';
import { fgsm } from './fgsm';
import { jsma } from './jsma';
import { lbfgs } from './lbfgs';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { randomNoise } from './random-noise';

export { attackChecks } from './conformance';
export {
  type Attack,
  type AttackBatch,
  type AttackedModel,
  defineAttack,
  type Norm,
  normOf,
} from './define-attack';
export { type AttackedRows, runAttack } from './run-attack';

const registered: Attack[] = [
  fgsm,
  bim,
  pgd,
  miFgsm,
  lbfgs,
  carliniWagnerL2,
  deepFool,
  jsma,
  fab,
  randomNoise,
];

/** All attacks, in the order in which they are offered. */
export const attacks: readonly Attack[] = registered;

/**
 * Offers one more attack everywhere that `attacks` is read: before the schema is built.
 *
 * @throws {CoreError} `PARAMETERS` when its id is taken
 */
export function registerAttack(attack: Attack): void {
  register(registered, attack);
}
