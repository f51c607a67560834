import { randomUUID } from 'node:crypto';
import type { Transaction } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { cancelUnderWay } from '../jobs/cancel-run';
import { findRun } from '../launch/find-things';
import { holdProject } from '../project/hold-project';
import { inTransaction } from '../transaction';
import { ConflictError, NotFoundError } from '../user-error';
import { moveRuns } from './move-runs';
import { dependentsOf } from './run-dependents';

/** What was deleted together. */
export interface DeletedTogether {
  /** The run that was to be deleted. */
  readonly id: string;
  /** Id under which all of it is restored. */
  readonly deletionId: string;
  /** Number of runs, that one included. */
  readonly runs: number;
}

/**
 * Deletes a run with what it made and, if told, all runs that were made from it: nobody finds them from now on, and those
 * under way are cancelled. They can be restored for 30 days.
 *
 * @throws {ConflictError} where others were made from it and are not to go with it
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function deleteRun(
  context: Pick<ApiContext, 'prisma' | 'viewer'>,
  runId: string,
  { withDependents }: { withDependents: boolean },
): Promise<DeletedTogether> {
  const { prisma, viewer } = context;
  const { projectId, title } = await findRun(context, runId);
  return inTransaction(prisma, async (tx) => {
    await holdProject(tx, projectId);
    const [there] = await tx.$queryRaw<{ status: string }[]>`
      SELECT status FROM "Run" WHERE id = ${runId}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
    if (!there) throw new NotFoundError('No such run.'); // somebody else was faster, and is written down
    const dependents = await dependentsOf(tx, runId, { lock: true });
    if (dependents.length > 0 && !withDependents)
      throw new ConflictError(
        `${dependents.length === 1 ? 'Another run was' : `${dependents.length} other runs were`} made from it: expected withDependents, so that they go with it.`,
      );
    const ids = [runId, ...dependents];
    const cancelled = await cancelUnderWay(tx, { id: { in: ids } });
    const deletionId = await makeHolder(tx, { projectId, title, deletedBy: viewer.name || viewer.email });
    await moveRuns(tx, ids, deletionId);
    await recordProjectDeed(tx, viewer, {
      projectId,
      action: 'run.delete',
      subject: title,
      before: { status: there.status, runs: ids.length, underWay: cancelled },
    });
    return { id: runId, deletionId, runs: ids.length };
  });
}

/** The project that holds what is deleted, itself deleted from the start. Returns its id. */
export async function makeHolder(
  tx: Transaction,
  { projectId, title, deletedBy }: { projectId: string; title: string; deletedBy: string },
): Promise<string> {
  const { teamId } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { teamId: true },
  });
  const { id } = await tx.project.create({
    data: {
      teamId,
      slug: `deleted-${randomUUID()}`,
      name: title,
      deletedAt: new Date(),
      deletedBy,
      deletedFromId: projectId,
    },
  });
  return id;
}
