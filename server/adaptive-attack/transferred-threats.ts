import { type Evasion, evasionCurve, evasions } from '@fiducial/core/adaptive';
import type { Norm } from '@fiducial/core/attacks';
import { readNpy } from '@fiducial/formats';
import type { AttackSet, Detector, Evaluation } from '@fiducial/prisma/client';
import { readParsed } from '../artifact/read-artifact';
import { budgetsOf } from '../attack-set/budgets';
import { normOfSet } from '../attack-set/norm-of-set';
import { detectorResults } from '../detector/fit-detector.task';
import { inputsOf } from '../evaluation/load-evaluation';
import type { BudgetVerdict } from './adaptive-results';
import { judgedInclude, pointsOf, type Threat, type ThreatAccess } from './threat';

/** Evaluations of a detector that are looked through, newest first. */
const mostEvaluations = 20;

/** Attack sets that the detector's evaluations scored, each by the newest of them; those aimed at it judge themselves. */
export async function transferredThreats(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<Threat[]> {
  const thresholds = await thresholdsOf(context, detector);
  const evaluations = await context.prisma.evaluation.findMany({
    where: { detectorId: detector.id, project: context.viewer.projects, run: { status: 'SUCCEEDED' } },
    include: {
      attackSets: { include: { attackSet: { include: judgedInclude } }, orderBy: { ordinal: 'asc' } },
    },
    orderBy: { id: 'desc' },
    take: mostEvaluations,
  });
  const threats = new Map<string, Threat>();
  for (const { attackSets, ...evaluation } of evaluations) {
    for (const [place, { attackSet }] of attackSets.entries()) {
      const norm = normOfSet(attackSet);
      if (attackSet.control || attackSet.targetId === detector.id || threats.has(attackSet.id) || !norm)
        continue;
      const judged = await judgeTransferred(context, evaluation, { place, attackSet, thresholds, norm });
      const { run: _, ...set } = attackSet;
      const level = set.threatLevel === 'ZERO' ? 'ZERO' : 'LIMITED';
      threats.set(set.id, { attackSet: set, level, norm, ...judged, checks: [], evaluation });
    }
  }
  return [...threats.values()].reverse();
}

async function judgeTransferred(
  context: ThreatAccess,
  evaluation: Evaluation,
  {
    place,
    attackSet,
    thresholds,
    norm,
  }: {
    place: number;
    attackSet: AttackSet;
    thresholds: readonly Pick<Evasion, 'threshold' | 'falsePositiveRate'>[];
    norm: Norm;
  },
): Promise<Pick<Threat, 'budgets' | 'curve'>> {
  const inputs = await inputsOf(context, evaluation);
  const { data } = await readParsed(context, { runId: attackSet.runId, name: 'norms' }, readNpy);
  const norms = Float32Array.from({ length: inputs.score.length * 4 }, (_, at) =>
    inputs.set[at >> 2] === place ? (data[(inputs.row[at >> 2] ?? 0) * 4 + (at & 3)] ?? 0) : 0,
  );
  const judged = { success: inputs.success, scores: inputs.score, norms };
  const rowsAt = (budget: number) =>
    [...inputs.set.keys()].filter((row) => inputs.set[row] === place && inputs.epsilon[row] === budget);
  const budgets = budgetsOf(attackSet.epsilons).map((epsilon, budget): BudgetVerdict => {
    const rows = rowsAt(budget);
    return {
      epsilon,
      attacked: rows.length,
      successful: rows.filter((row) => inputs.success[row] === 1).length,
      evasions: evasions(judged, rows, thresholds),
    };
  });
  const [first] = thresholds;
  if (attackSet.epsilons.length > 0 || !first) return { budgets, curve: pointsOf(budgets) };
  return { budgets, curve: evasionCurve(judged, rowsAt(0), { threshold: first.threshold, norm }) };
}

async function thresholdsOf({ prisma }: ThreatAccess, { runId }: Pick<Detector, 'runId'>) {
  const run = await prisma.run.findUnique({ where: { id: runId }, select: { results: true } });
  const { thresholds = [] } = detectorResults.safeParse(run?.results).data ?? {};
  return thresholds.flatMap(({ rule, rate, threshold }) =>
    rule === 'falsePositiveRate' && rate !== null && threshold !== null
      ? [{ falsePositiveRate: rate, threshold }]
      : [],
  );
}
