import type { AttackPlan } from './plan-bed';

const unit = 1 / 255;
/** The budget of the signed attacks at which the iterated ones fool about three of four digits. */
const epsilons = [40 * unit];

/**
 * Every attack that the standard bed lacks, on pixels between 0 and 1: attacks within a budget at the second of the bed's
 * epsilons, minimal-norm attacks without one. Attacks by queries ask fewer than their defaults, which would take hours.
 */
export const moreAttacks: readonly AttackPlan[] = [
  { attack: 'pgdL2', title: 'PGD, L2', parameters: { stepSize: 0.4, steps: 20 }, epsilons: [1, 2, 3] },
  { attack: 'apgdCe', title: 'APGD-CE', parameters: {}, epsilons },
  { attack: 'apgdDlr', title: 'APGD-DLR', parameters: {}, epsilons },
  { attack: 'square', title: 'Square, 1,000 queries', parameters: { queries: 1000 }, epsilons },
  { attack: 'autoAttack', title: 'AutoAttack, 1,000 queries', parameters: { queries: 1000 }, epsilons },
  {
    attack: 'featureMatching',
    title: 'Feature matching fc2',
    parameters: { layer: 'fc2', stepSize: 4 * unit },
    epsilons,
  },
  { attack: 'fab', title: 'FAB', parameters: { norm: 'Linf' }, epsilons: [] },
  { attack: 'lbfgs', title: 'L-BFGS', parameters: {}, epsilons: [] },
  { attack: 'carliniWagnerL2', title: 'Carlini-Wagner L2', parameters: {}, epsilons: [] },
  { id: 'deepFool/L2', attack: 'deepFool', title: 'DeepFool, L2', parameters: { norm: 'L2' }, epsilons: [] },
  {
    id: 'deepFool/Linf',
    attack: 'deepFool',
    title: 'DeepFool, Linf',
    parameters: { norm: 'Linf' },
    epsilons: [],
  },
  { attack: 'jsma', title: 'JSMA', parameters: {}, epsilons: [] },
  { attack: 'hopSkipJump', title: 'HopSkipJump, 2,000 queries', parameters: { queries: 2000 }, epsilons: [] },
];
