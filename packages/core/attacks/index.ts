import { bim } from './bim';
import type { Attack } from './define-attack';
import { fgsm } from './fgsm';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { randomNoise } from './random-noise';

export { type Attack, type AttackBatch, type AttackedModel, defineAttack, type Norm } from './define-attack';
export { type AttackedRows, runAttack } from './run-attack';

/** All attacks, in the order in which they are offered. */
export const attacks: readonly Attack[] = [fgsm, bim, pgd, miFgsm, randomNoise];
