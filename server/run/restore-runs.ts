import type { Prisma, Project } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { found } from '../launch/find-things';
import { inTransaction } from '../transaction';
import { ConflictError, NotFoundError } from '../user-error';
import { moveRuns } from './move-runs';

/**
 * Takes a deletion of runs back: all that was deleted together is in its project again. Runs that were cancelled with it
 * stay so. Returns the id of the project.
 *
 * @throws {ConflictError} where they were made from a run that is deleted itself
 * @throws {NotFoundError} @throws {ForbiddenError}
 */
export async function restoreRuns(
  { prisma, viewer }: Pick<ApiContext, 'prisma' | 'viewer'>,
  deletionId: string,
): Promise<string> {
  const holder = await found({ viewer }, 'deletion', (deletedFrom) =>
    prisma.project.findFirst({ where: { id: deletionId, deletedFrom } }),
  );
  return inTransaction(prisma, async (tx) => {
    const [there] = await tx.$queryRaw<{ projectId: string }[]>`
      SELECT "deletedFromId"::text AS "projectId" FROM "Project" WHERE id = ${deletionId}::uuid FOR UPDATE`;
    if (!there) throw new NotFoundError('No such deletion.'); // somebody else was faster
    const { projectId } = there;
    const runs = await tx.run.findMany({ where: { projectId: deletionId }, select: { id: true } });
    const ids = runs.map(({ id }) => id);
    const [missing] = await tx.$queryRaw<{ title: string }[]>`
      SELECT r.title FROM "RunInput" i JOIN "Run" r ON r.id = i."inputRunId"
      WHERE i."runId" = ANY(${ids}::uuid[]) AND r."projectId" NOT IN (${deletionId}::uuid, ${projectId}::uuid)
      LIMIT 1 FOR SHARE OF r`;
    if (missing)
      throw new ConflictError(
        `It was made from ${missing.title}, which is deleted, too: restore that first.`,
      );
    await freeKeys(tx, deletionId, projectId);
    await moveRuns(tx, ids, projectId);
    await tx.project.delete({ where: { id: deletionId } });
    await recordProjectDeed(tx, viewer, {
      projectId,
      action: 'run.restore',
      subject: holder.name,
      after: { runs: ids.length },
    });
    return projectId;
  });
}

/** A key that a later run of the project took stays that one's. */
async function freeKeys(tx: Prisma.TransactionClient, deletionId: string, projectId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Run" d SET "idempotencyKey" = NULL
    WHERE d."projectId" = ${deletionId}::uuid AND EXISTS (
      SELECT 1 FROM "Run" r WHERE r."projectId" = ${projectId}::uuid AND r."idempotencyKey" = d."idempotencyKey")`;
}

/** Deletions of runs of a project that can still be taken back, newest first, at most 100. */
export async function deletionsOf(
  prisma: ApiContext['prisma'],
  projectId: string,
): Promise<(Pick<Project, 'id' | 'name' | 'deletedAt' | 'deletedBy'> & { runs: number })[]> {
  const holders = await prisma.project.findMany({
    where: { deletedFromId: projectId },
    orderBy: [{ deletedAt: 'desc' }, { id: 'desc' }],
    take: 100,
    include: { _count: { select: { runs: true } } },
  });
  return holders.map(({ _count, ...holder }) => ({ ...holder, runs: _count.runs }));
}
