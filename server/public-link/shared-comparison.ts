import type { Denominator } from '@fiducial/core/metrics';
import { strongestLevels } from '../adaptive-attack/strongest-level';
import type { ThreatLevel } from '../adaptive-attack/threat';
import { detectorPlaces } from '../detector/detector-places';
import { evaluationResults } from '../evaluation/evaluation-results';
import { evaluationInclude, type LoadedEvaluation } from '../evaluation/load-evaluation';
import type { ApiContext } from '../graphql/context';

/** An evaluation as a public link shows it. */
export interface SharedEvaluation {
  readonly evaluation: LoadedEvaluation;
  readonly threatLevel: ThreatLevel;
  /** Place of its detector's name among those of its project, from 0: it is drawn alike everywhere. */
  readonly place: number;
  /** Places of the attack sets of all evaluations beside it. */
  readonly order: AttackOrder;
}

/**
 * Those of the evaluations that are there, in order. They are read in the project of the link or report that shows them, not
 * in the viewer's: that is what allows it.
 */
export async function sharedEvaluations(
  { prisma }: Pick<ApiContext, 'prisma'>,
  { projectId, evaluationIds }: { readonly projectId: string; readonly evaluationIds: readonly string[] },
): Promise<SharedEvaluation[]> {
  const rows = await prisma.evaluation.findMany({
    where: { id: { in: [...evaluationIds] }, projectId },
    include: evaluationInclude,
  });
  const levels = await strongestLevels(prisma, { projectId });
  const shown = rows.map(({ detector }) => detector);
  const places = await detectorPlaces(prisma, { projectId, shown });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const order = attackOrder(rows);
  return evaluationIds.flatMap((id) => {
    const evaluation = byId.get(id);
    if (!evaluation) return [];
    const threatLevel = levels.get(evaluation.detectorId) ?? 'ZERO';
    return [{ evaluation, threatLevel, place: places.get(evaluation.detector.name) ?? 0, order }];
  });
}

/** Rows of its result table, each with the name of its attack; null for those over all. */
export function sharedRows(
  { evaluation: { run, attackSets }, order }: SharedEvaluation,
  over: Denominator = 'successful',
) {
  return (evaluationResults.safeParse(run.results).data?.table ?? [])
    .filter(({ denominator }) => denominator === over)
    .map((row) => {
      const set = row.set === null ? undefined : attackSets[row.set]?.attackSet;
      return { ...row, attack: set?.name ?? null, attackAt: (set && order.get(set.id)) ?? null };
    });
}

/** Places of attack sets by their ids: two of them may have the same name. */
export type AttackOrder = ReadonlyMap<string, number>;

function attackOrder(evaluations: readonly Pick<LoadedEvaluation, 'attackSets'>[]): AttackOrder {
  const ids = evaluations.flatMap(({ attackSets }) => attackSets.map(({ attackSetId }) => attackSetId));
  return new Map([...new Set(ids)].map((id, place) => [id, place]));
}
