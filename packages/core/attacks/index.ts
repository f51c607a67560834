import { register } from '../method';
import { bim } from './bim';
import type { Attack } from './define-attack';
import { fgsm } from './fgsm';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { randomNoise } from './random-noise';

export { type AttackColumns, normNames, normOf, smallestNorms } from './attack-columns';
export { type BestKnown, bestKnown, type Optimality, optimality } from './best-known';
export { attackChecks } from './conformance';
export { type Attack, type AttackBatch, type AttackedModel, defineAttack, type Norm } from './define-attack';
export { gateAgainst, type StoredAttack } from './gate-against';
export { median } from './median';
export { noiseControl } from './noise-control';
export { type QualityCode, type QualityFlag, qualityCodes } from './quality-flag';
export { gateAttack } from './quality-gate';
export { type Quantization, quantizations } from './quantization';
export { type AttackedRows, runAttack } from './run-attack';
export { type SecurityPoint, securityCurve } from './security-curve';
export { type GradientWatch, watchGradients } from './watch-gradients';

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
