import { Prisma, type PrismaClient, type Run } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import { isUnbegun, isUnderWay } from '../run/run-statuses';
import { all, conditionsOf, inProjects } from '../run-search/run-conditions';
import type { RunFilter } from '../run-search/run-filter-inputs';
import { countReasons, type RunRefusalReason, type RunRefusals } from './run-refusal';

/** What can be done with all runs of a selection at once. */
export type SelectionAction = 'CANCEL' | 'SET_PRIORITY' | 'TAG' | 'DELETE' | 'COMPARE';

/** How an action on a selection would come out. */
export interface Outlook {
  readonly action: SelectionAction;
  /** Runs that it would change. */
  readonly able: number;
  readonly refusals: readonly RunRefusals[];
}

/** What a selection holds. */
export interface SelectionOutlook {
  /** Runs, counted up to `mostSelected`. */
  readonly runs: number;
  readonly newestId: string | null;
  readonly evaluationIds: readonly string[];
  readonly outlooks: readonly Outlook[];
}

/** Runs that are looked at, at most, before something is done with all that a filter leaves. */
export const mostSelected = 100_000;
/** Evaluations that a comparison takes. */
const mostCompared = 50;

interface Counted {
  readonly status: Run['status'];
  readonly asked: boolean;
  readonly mayRun: boolean;
  readonly mayEdit: boolean;
  readonly runs: number;
}

/** How each action on the runs that a filter leaves would come out now. */
export async function outlookOf(
  { prisma, viewer }: { prisma: PrismaClient; viewer: Viewer },
  { projectIds, filter }: { projectIds: readonly string[]; filter: RunFilter },
): Promise<SelectionOutlook> {
  const [runners, editors] = await Promise.all(
    (['RUNNER', 'EDITOR'] as const).map(async (role) => {
      const where = { AND: [{ id: { in: [...projectIds] } }, viewer.access.projectsWith(role)] };
      return (await prisma.project.findMany({ where, select: { id: true } })).map(({ id }) => id);
    }),
  );
  const selected = selection(projectIds, filter);
  const [counted, [newest], used, evaluations] = await Promise.all([
    prisma.$queryRaw<Counted[]>`
      WITH s AS (${selected})
      SELECT status, asked, mine AS "mayRun", edits AS "mayEdit", count(*)::int AS runs
      FROM (SELECT status, asked, "projectId" = ANY(${runners}::uuid[]) AS mine,
        "projectId" = ANY(${editors}::uuid[]) AS edits FROM s) g GROUP BY 1, 2, 3, 4`,
    prisma.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM (${selected}) s ORDER BY id DESC LIMIT 1`,
    prisma.$queryRaw<{ runs: number }[]>`
      WITH RECURSIVE s AS MATERIALIZED (${selected}), used(id) AS (
        SELECT i."inputRunId" FROM s JOIN "RunInput" i ON i."inputRunId" = s.id JOIN "Run" c ON c.id = i."runId"
        WHERE c."projectId" = s."projectId" AND NOT EXISTS (SELECT 1 FROM s other WHERE other.id = i."runId")
        UNION
        SELECT i."inputRunId" FROM used JOIN "RunInput" i ON i."runId" = used.id JOIN s ON s.id = i."inputRunId"
      )
      SELECT count(*)::int AS runs FROM used JOIN s USING (id) WHERE s."projectId" = ANY(${editors}::uuid[])`,
    prisma.$queryRaw<{ id: string; runs: number }[]>`
      WITH s AS (${selected})
      SELECT e.id::text, (count(*) OVER ())::int AS runs FROM s JOIN "Evaluation" e ON e."runId" = s.id
      WHERE s.status = 'SUCCEEDED' ORDER BY e.id DESC LIMIT ${mostCompared}::int`,
  ]);
  const runs = counted.reduce((sum, group) => sum + group.runs, 0);
  const compared = evaluations[0]?.runs ?? 0;
  const inUse = used[0]?.runs ?? 0;
  const by = (action: SelectionAction, reasonOf: (group: Counted) => RunRefusalReason | null): Outlook => {
    const refusals = countReasons(
      counted.flatMap((group) => {
        const reason = reasonOf(group);
        return reason ? [[reason, group.runs] as const] : [];
      }),
    );
    return { action, refusals, able: runs - refusals.reduce((sum, refusal) => sum + refusal.runs, 0) };
  };
  const deletion = by('DELETE', ({ mayEdit }) => (mayEdit ? null : 'NOT_ALLOWED'));
  return {
    runs,
    newestId: newest?.id ?? null,
    evaluationIds: evaluations.map(({ id }) => id),
    outlooks: [
      by('CANCEL', ({ mayRun, status, asked }) =>
        mayRun ? (isUnderWay(status) ? (asked ? 'STOPPING' : null) : 'ENDED') : 'NOT_ALLOWED',
      ),
      by('SET_PRIORITY', ({ mayRun, status }) =>
        mayRun ? (isUnbegun(status) ? null : isUnderWay(status) ? 'BEGUN' : 'ENDED') : 'NOT_ALLOWED',
      ),
      by('TAG', ({ mayEdit }) => (mayEdit ? null : 'NOT_ALLOWED')),
      {
        ...deletion,
        able: deletion.able - inUse,
        refusals: countReasons([
          ...deletion.refusals.map(({ reason, runs: count }) => [reason, count] as const),
          ['USED', inUse],
        ]),
      },
      {
        action: 'COMPARE',
        able: compared,
        refusals: countReasons([['NO_EVALUATION', runs - compared]]),
      },
    ],
  };
}

function selection(projectIds: readonly string[], filter: RunFilter): Prisma.Sql {
  const where = all([inProjects(Prisma.sql`r."projectId"`, projectIds), ...conditionsOf(filter, projectIds)]);
  return Prisma.sql`SELECT r.id, r.status, r."projectId", r."cancelRequestedAt" IS NOT NULL AS asked FROM "Run" r
    WHERE ${where} ORDER BY r.id DESC LIMIT ${mostSelected}::int`;
}
