import { Prisma, type Project } from '@fiducial/prisma/client';
import { recordDeed } from '../account/audit';
import { includesRole } from '../account/roles';
import type { ApiContext } from '../graphql/context';
import { regroupJobs } from '../jobs/queue';
import { findProject } from '../launch/find-things';
import { inTransaction } from '../transaction';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '../user-error';
import { freeSlug } from './free-slug';

const mostTries = 20;

/**
 * Gives a project to another team: with all that it holds, without the roles that members of the old team had in it.
 * Both teams' audit logs say so. Runs under way go on, in the new team's turn.
 *
 * @throws {ForbiddenError} for those who are not admins of its team, and at least editors of the new one
 * @throws {ConflictError} where it moved meanwhile
 */
export async function moveProject(
  { prisma, viewer }: Pick<ApiContext, 'prisma' | 'viewer'>,
  { projectId, teamId }: { projectId: string; teamId: string },
): Promise<Project> {
  const project = await findProject({ prisma, viewer }, projectId);
  if (viewer.access.roleInTeam(project.teamId) !== 'ADMIN')
    throw new ForbiddenError('Only admins of its team may move a project to another one.');
  const roleThere = viewer.access.roleInTeam(teamId);
  if (!roleThere) throw new NotFoundError('teamId: no such team.');
  if (!includesRole(roleThere, 'EDITOR'))
    throw new ForbiddenError('teamId: expected a team in which you are at least an editor.');
  if (teamId === project.teamId)
    throw new InvalidInputError('teamId: expected another team, got that of the project', {
      field: 'teamId',
    });
  return whileSlugIsTaken(() =>
    inTransaction(prisma, async (tx) => {
      const { count } = await tx.project.updateMany({
        where: { id: projectId, teamId: project.teamId, deletedAt: null },
        data: { teamId, slug: await freeSlug(tx, teamId, project.slug) },
      });
      if (count === 0) throw new ConflictError('The project was moved or deleted meanwhile.');
      await regroupJobs(tx, { projectId, teamId });
      await tx.projectMembership.deleteMany({ where: { projectId } });
      // What was deleted from it can be restored by the new team.
      await tx.project.updateMany({ where: { deletedFromId: projectId }, data: { teamId } });
      const [from, to] = await Promise.all(
        [project.teamId, teamId].map((id) =>
          tx.team.findUniqueOrThrow({ where: { id }, select: { name: true } }),
        ),
      );
      for (const concerned of [project.teamId, teamId])
        await recordDeed(tx, viewer, {
          teamId: concerned,
          projectId,
          action: 'project.move',
          subject: project.name,
          before: { team: from?.name ?? '' },
          after: { team: to?.name ?? '' },
        });
      return tx.project.findUniqueOrThrow({ where: { id: projectId } });
    }),
  );
}

/** Tries again where somebody else took the slug in between: of several that move at once, one more is done each time. */
async function whileSlugIsTaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
      if (!taken || attempt === mostTries) throw error;
    }
  }
}
