import type { SanityCheck } from '@fiducial/core/adaptive';
import type { Norm } from '@fiducial/core/attacks';
import type { AttackSet, Evaluation, Prisma } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import type { ArtifactAccess } from '../artifact/read-artifact';
import type { BudgetVerdict } from './adaptive-results';

/** What an attacker knows of a detector. */
export type ThreatLevel = AttackSet['threatLevel'];

/** An attack set as a detector judges it: on the test images of its sample, at thresholds fixed on authentic ones. */
export interface Threat {
  readonly attackSet: AttackSet;
  /** What its attacker knew of this detector: one who was given another detector knows this one in part only. */
  readonly level: ThreatLevel;
  readonly norm: Norm;
  readonly budgets: readonly BudgetVerdict[];
  /** Share that evades at the first threshold against the size of the perturbation. */
  readonly curve: readonly { readonly budget: number; readonly evasionRate: number }[];
  /** Empty for an attack that was not meant for this detector. */
  readonly checks: readonly SanityCheck[];
  /** The evaluation that scored it; null where the attack itself had it judged. */
  readonly evaluation: Evaluation | null;
}

/** Where attacks and verdicts are, and whose are read. */
export interface ThreatAccess extends ArtifactAccess {
  readonly viewer: Pick<Viewer, 'projects'>;
}

/** What must be loaded of an attack set before it can be judged. */
export const judgedInclude = { run: { select: { params: true, status: true } } } as const;
/** An attack set that can be judged. */
export type JudgedSet = Prisma.AttackSetGetPayload<{ include: typeof judgedInclude }>;

/** Evasion at the first threshold, a point for each epsilon. */
export function pointsOf(budgets: readonly BudgetVerdict[]) {
  return budgets.flatMap(({ epsilon, evasions: [first] }) =>
    epsilon !== null && first ? [{ budget: epsilon, evasionRate: first.evasionRate }] : [],
  );
}
