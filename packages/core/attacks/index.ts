import { register } from '../method';
import { bim } from './bim';
import type { Attack } from './define-attack';
import { fgsm } from './fgsm';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { randomNoise } from './random-noise';

export { attackChecks } from './conformance';
export { checkWithGraphs } from './conformance-bench';
export { type Attack, type AttackBatch, type AttackedModel, defineAttack, type Norm } from './define-attack';
export { type AttackedRows, runAttack } from './run-attack';

const registered: Attack[] = [fgsm, bim, pgd, miFgsm, randomNoise];

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
