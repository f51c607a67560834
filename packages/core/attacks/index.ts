import { register } from '../method';
import { apgdCe } from './apgd-ce';
import { apgdDlr } from './apgd-dlr';
import { autoAttack } from './auto-attack';
import { bim } from './bim';
import { carliniWagnerL2 } from './carlini-wagner-l2';
import { deepFool } from './deep-fool';
import type { Attack } from './define-attack';
import { fab } from './fab';
import { featureMatching } from './feature-matching';
import { fgsm } from './fgsm';
import { hopSkipJump } from './hop-skip-jump';
import { jsma } from './jsma';
import { lbfgs } from './lbfgs';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { pgdL2 } from './pgd-l2';
import { randomNoise } from './random-noise';
import { square } from './square';

export { type AttackColumns, normNames, sizeOf, smallestNorms } from './attack-columns';
export { type BestKnown, bestKnown, type Optimality, optimality } from './best-known';
export { attackChecks } from './conformance';
export { checkWithGraphs } from './conformance-bench';
export {
  type Attack,
  type AttackBatch,
  type AttackedModel,
  defineAttack,
  type Norm,
  normOf,
} from './define-attack';
export { gateAgainst, type StoredAttack } from './gate-against';
export { gateSteps, type SteppedAttack } from './gate-steps';
export { median } from './median';
export { noiseControl } from './noise-control';
export { type QualityCode, type QualityFlag, qualityCodes } from './quality-flag';
export { gateAttack } from './quality-gate';
export { type Quantization, quantizations } from './quantization';
export { type AttackedRows, runAttack } from './run-attack';
export { isSameBudget } from './same-budget';
export { type SecurityPoint, securityCurve } from './security-curve';
export type { Trace } from './trace';
export { type GradientWatch, watchGradients } from './watch-gradients';

const registered: Attack[] = [
  fgsm,
  bim,
  pgd,
  pgdL2,
  miFgsm,
  apgdCe,
  apgdDlr,
  lbfgs,
  carliniWagnerL2,
  deepFool,
  jsma,
  fab,
  square,
  autoAttack,
  hopSkipJump,
  featureMatching,
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
