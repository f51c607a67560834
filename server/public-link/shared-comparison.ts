import { strongestLevels } from '../adaptive-attack/strongest-level';
import type { ThreatLevel } from '../adaptive-attack/threat';
import { evaluationResults } from '../evaluation/evaluation-results';
import { evaluationInclude, type LoadedEvaluation } from '../evaluation/load-evaluation';
import type { ApiContext } from '../graphql/context';

/** An evaluation as a public link shows it. */
export interface SharedEvaluation {
  readonly evaluation: LoadedEvaluation;
  readonly threatLevel: ThreatLevel;
}

/**
 * The evaluations of a link in its order; undefined once one of them is gone. They are read in the project of the link, not
 * in the viewer's: the link is what allows it.
 */
export async function sharedEvaluations(
  { prisma }: Pick<ApiContext, 'prisma'>,
  { projectId, evaluationIds }: { readonly projectId: string; readonly evaluationIds: readonly string[] },
): Promise<SharedEvaluation[] | undefined> {
  const rows = await prisma.evaluation.findMany({
    where: { id: { in: [...evaluationIds] }, projectId },
    include: evaluationInclude,
  });
  const levels = await strongestLevels(prisma, { projectId });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shared = evaluationIds.flatMap((id) => {
    const evaluation = byId.get(id);
    return evaluation ? [{ evaluation, threatLevel: levels.get(evaluation.detectorId) ?? 'ZERO' }] : [];
  });
  return shared.length === evaluationIds.length ? shared : undefined;
}

/** Rows of its result table over successful adversarials, each with the name of its attack; null for those over all. */
export function sharedRows({ run, attackSets }: LoadedEvaluation) {
  return (evaluationResults.safeParse(run.results).data?.table ?? [])
    .filter(({ denominator }) => denominator === 'successful')
    .map((row) => ({
      ...row,
      attack: row.set === null ? null : (attackSets[row.set]?.attackSet.name ?? null),
    }));
}
