import type { Project } from '@fiducial/prisma/client';
import { recordDeed } from '../account/audit';
import { restorableDays } from '../garbage/restorable-days';
import type { ApiContext } from '../graphql/context';
import { cancelUnderWay } from '../jobs/cancel-run';
import { findProject, found } from '../launch/find-things';
import { inTransaction } from '../transaction';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;

/**
 * Deletes a project: from now on nobody finds it or anything in it, and its runs under way are cancelled. Nothing is
 * removed before {@link restorableDays} are over. Returns its id.
 *
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function deleteProject({ prisma, viewer }: Context, projectId: string): Promise<string> {
  const project = await findProject({ prisma, viewer }, projectId);
  await inTransaction(prisma, async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: projectId, deletedAt: null },
      data: { deletedAt: new Date(), deletedBy: viewer.name || viewer.email },
    });
    if (count === 0) return; // somebody else was faster, and is written down
    const cancelled = await cancelUnderWay(tx, { projectId });
    await recordDeed(tx, viewer, {
      teamId: project.teamId,
      projectId,
      action: 'project.delete',
      subject: project.name,
      before: { runs: await tx.run.count({ where: { projectId } }), underWay: cancelled },
    });
  });
  return projectId;
}

/**
 * Takes the deletion of a project back. Runs that were cancelled with it stay so.
 *
 * @throws {NotFoundError} for a project that was not deleted, or longer ago than it is kept
 */
export async function restoreProject({ prisma, viewer }: Context, projectId: string): Promise<Project> {
  const project = await found(
    { viewer },
    'deleted project',
    (deleted) => prisma.project.findFirst({ where: { AND: [{ id: projectId }, deleted] } }),
    viewer.access.deletedProjectsWith,
  );
  return inTransaction(prisma, async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: projectId, deletedAt: { not: null } },
      data: { deletedAt: null, deletedBy: null },
    });
    if (count > 0)
      await recordDeed(tx, viewer, {
        teamId: project.teamId,
        projectId,
        action: 'project.restore',
        subject: project.name,
      });
    return tx.project.findUniqueOrThrow({ where: { id: projectId } });
  });
}
