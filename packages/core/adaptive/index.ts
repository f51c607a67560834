import { carliniWagnerDetector } from './carlini-wagner-detector';
import type { AdaptiveAttack } from './define-adaptive-attack';
import { detectorFeatureMatching } from './detector-feature-matching';
import { multiTarget } from './multi-target';
import { orthogonalPgd } from './orthogonal-pgd';

export { adaptiveBatchSize, againstDetector } from './against-detector';
export { type AttackedDetector, attackedDetector } from './attacked-detector';
export { adaptiveAttackChecks } from './conformance';
export { type AdaptiveAttack, defineAdaptiveAttack } from './define-adaptive-attack';
export {
  type Evasion,
  evades,
  evasionCurve,
  evasions,
  type FixedThreshold,
  type JudgedRows,
} from './evasion';
export { type EvasionTrial, evasionTrial, type TriedAttack } from './evasion-trial';
export { multiTarget } from './multi-target';
export { orthogonalTo } from './orthogonal-projection';
export {
  beatsTransfer,
  largeBudget,
  lossFalls,
  moreSteps,
  type SanityCheck,
  type SanityCheckName,
  sanityCheckNames,
} from './sanity-checks';
export { type StepNotes, type StepRecorder, type StepSums, type StepTrace, stepRecorder } from './step-trace';

/** What an attack is, only its parameters know: to everybody else it is the same. */
const registered: readonly AdaptiveAttack[] = [
  orthogonalPgd,
  detectorFeatureMatching,
  carliniWagnerDetector,
  multiTarget,
];

/** All attacks that know a detector, in the order in which they are offered. */
export const adaptiveAttacks: readonly AdaptiveAttack[] = registered;
