import { beatsTransfer, evasionCurve, type SanityCheck } from '@fiducial/core/adaptive';
import type { Norm } from '@fiducial/core/attacks';
import { readNpy } from '@fiducial/formats';
import type { AttackSet } from '@fiducial/prisma/client';
import { readParsed } from '../artifact/read-artifact';
import { normOfSet } from '../attack-set/norm-of-set';
import { type BudgetVerdict, verdict } from './adaptive-results';
import { type JudgedSet, pointsOf, type Threat, type ThreatAccess } from './threat';

/** An attack that was made against the detector: its run has the verdict. */
export async function aimedThreat(
  context: ThreatAccess,
  { run, ...set }: JudgedSet,
  zero: readonly Threat[],
): Promise<Threat[]> {
  const found = verdict.safeParse(set.verdict).data;
  const norm = normOfSet({ ...set, run });
  if (!found || !norm) return [];
  return [
    {
      attackSet: set,
      level: set.threatLevel,
      norm,
      budgets: found.budgets,
      curve: await curveOfAimed(context, set, { budgets: found.budgets, norm }),
      checks: [
        ...found.checks,
        transferCheck(
          found.budgets,
          zero.filter((other) => other.norm === norm),
        ),
      ],
      evaluation: null,
    },
  ];
}

/** A set whose attack has epsilons has a point for each; one without a curve over the sizes that it found. */
async function curveOfAimed(
  context: ThreatAccess,
  { runId, epsilons, testOnly }: AttackSet,
  { budgets, norm }: { budgets: readonly BudgetVerdict[]; norm: Norm },
) {
  if (epsilons.length > 0) return pointsOf(budgets);
  const column = async (name: string) => (await readParsed(context, { runId, name }, readNpy)).data;
  const [success, scores, norms] = [await column('success'), await column('scores'), await column('norms')];
  const [{ attacked = 0, evasions: [first] = [] } = {}] = budgets;
  const from = testOnly ? 0 : success.length - attacked;
  const rows = Array.from({ length: attacked }, (_, at) => from + at);
  return first ? evasionCurve({ success, scores, norms }, rows, { threshold: first.threshold, norm }) : [];
}

function transferCheck(own: readonly BudgetVerdict[], zero: readonly Threat[]): SanityCheck {
  const rateOf = ({ epsilon, evasions: [first] }: BudgetVerdict) => ({
    epsilon,
    evasionRate: first?.evasionRate ?? 0,
  });
  const others = zero.flatMap(({ attackSet: { name }, budgets }) =>
    budgets.map((budget) => ({ ...rateOf(budget), name })),
  );
  return beatsTransfer(own.map(rateOf), others);
}
