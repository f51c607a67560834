import type { Transaction } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { cancelUnderWay } from '../jobs/cancel-run';
import { holdProject } from '../project/hold-project';
import { makeHolder } from '../run/delete-run';
import { moveRuns } from '../run/move-runs';
import { inTransaction } from '../transaction';
import { lockRuns, partSize } from './change-runs';
import { byProject, nextPart, type PartDone, type Selection } from './next-part';
import { countReasons } from './run-refusal';

/** Runs that are restored together, at most: more would not fit into the time of a request. */
const mostRestored = 5000;

/** What was deleted of a selection. */
export interface PartDeleted extends PartDone {
  /** Ids under which it is restored: given with the next part, that goes into the same ones. */
  readonly deletionIds: readonly string[];
}

/**
 * Deletes the next runs of a selection with what they made: nobody finds them from now on, and those under way are
 * cancelled. Those from which others were made stay, unless these go with them or went before. They can be restored for
 * 30 days.
 *
 * @throws {ForbiddenError} @throws {NotFoundError}
 */
export async function deleteRuns(
  context: Pick<ApiContext, 'prisma' | 'viewer'>,
  selection: Selection,
  { withDependents, deletionIds }: { withDependents: boolean; deletionIds: readonly string[] },
): Promise<PartDeleted> {
  const { prisma, viewer } = context;
  const { runs, reachedId } = await nextPart(context, selection, partSize);
  const deletedBy = viewer.name || viewer.email;
  return inTransaction(prisma, async (tx) => {
    const holders: string[] = [];
    let [seen, changed, used] = [0, 0, 0];
    for (const [projectId, ids] of byProject(runs)) {
      await holdProject(tx, projectId);
      const there = [...(await lockRuns(tx, ids, projectId)).keys()];
      const going = withDependents
        ? [...there, ...(await dependentsOfAll(tx, there, projectId))]
        : await unused(tx, there, projectId);
      seen += there.length;
      used += withDependents ? 0 : there.length - going.length;
      if (going.length === 0) continue;
      changed += going.length;
      const cancelled = await cancelUnderWay(tx, { id: { in: going } });
      const holder =
        (await holderGiven(tx, { deletionIds, projectId, deletedBy, more: going.length })) ??
        (await makeHolder(tx, { projectId, title: 'Runs selected together', deletedBy }));
      holders.push(holder);
      await moveRuns(tx, going, holder);
      await recordProjectDeed(tx, viewer, {
        projectId,
        action: 'runs.delete',
        subject: going.length === 1 ? 'one run' : `${going.length} runs`,
        before: { underWay: cancelled },
        after: { runs: going },
      });
    }
    const refusals = countReasons([['USED', used]]);
    return { seen, changed, refusals, reachedId, deletionIds: holders };
  });
}

/** Of some runs those from which no other run of the project, that stays, was made. */
async function unused(tx: Transaction, ids: readonly string[], projectId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE used(id) AS (
      SELECT i."inputRunId" FROM "RunInput" i JOIN "Run" c ON c.id = i."runId"
      WHERE i."inputRunId" = ANY(${ids}::uuid[]) AND c."projectId" = ${projectId}::uuid AND c.id <> ALL(${ids}::uuid[])
      UNION
      SELECT i."inputRunId" FROM used JOIN "RunInput" i ON i."runId" = used.id WHERE i."inputRunId" = ANY(${ids}::uuid[])
    )
    SELECT id::text FROM used`;
  const inUse = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !inUse.has(id));
}

/** The runs of the project that were made from some, directly or through others, and are none of these; locked. */
async function dependentsOfAll(
  tx: Transaction,
  ids: readonly string[],
  projectId: string,
): Promise<string[]> {
  for (let known = -1; ; ) {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE dependent(id) AS (
        SELECT "runId" FROM "RunInput" WHERE "inputRunId" = ANY(${ids}::uuid[])
        UNION
        SELECT i."runId" FROM "RunInput" i JOIN dependent d ON i."inputRunId" = d.id
      )
      SELECT r.id::text FROM "Run" r WHERE r.id IN (SELECT id FROM dependent)
        AND r."projectId" = ${projectId}::uuid AND r.id <> ALL(${ids}::uuid[]) ORDER BY r.id FOR UPDATE`;
    // What was launched upon one of them before its row was locked is found by looking once more.
    if (rows.length === known) return rows.map(({ id }) => id);
    known = rows.length;
  }
}

/** One of the deletions that the parts before made, of this project and by the same person, with room for more. */
async function holderGiven(
  tx: Transaction,
  given: { deletionIds: readonly string[]; projectId: string; deletedBy: string; more: number },
): Promise<string | undefined> {
  const [holder] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM "Project" WHERE id = ANY(${given.deletionIds}::uuid[]) AND "deletedFromId" = ${given.projectId}::uuid
      AND "deletedBy" = ${given.deletedBy} AND "deletedAt" > now() - interval '1 hour'
      AND (SELECT count(*) FROM "Run" r WHERE r."projectId" = "Project".id) + ${given.more}::int <= ${mostRestored}::int
    LIMIT 1 FOR UPDATE`;
  return holder?.id;
}
