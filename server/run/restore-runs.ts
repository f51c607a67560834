import type { Prisma, Project } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { found } from '../launch/find-things';
import { holdProject } from '../project/hold-project';
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
  const projectId = holder.deletedFromId ?? ''; // found by it
  return inTransaction(prisma, async (tx) => {
    await holdProject(tx, projectId);
    const there = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM "Project" WHERE id = ${deletionId}::uuid FOR UPDATE`;
    if (there.length === 0) throw new NotFoundError('No such deletion.'); // somebody else was faster
    const runs = await tx.run.findMany({ where: { projectId: deletionId }, select: { id: true } });
    const ids = runs.map(({ id }) => id);
    // All are locked, those that are there before others: none of them is deleted before these runs are back.
    const inputs = await tx.$queryRaw<{ title: string; projectId: string }[]>`
      SELECT r.title, r."projectId"::text FROM "Run" r
      WHERE r.id IN (SELECT "inputRunId" FROM "RunInput" WHERE "runId" = ANY(${ids}::uuid[]))
        AND r."projectId" <> ${deletionId}::uuid
      ORDER BY r.id FOR KEY SHARE`;
    const missing = inputs.find((input) => input.projectId !== projectId);
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
