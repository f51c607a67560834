import type { PrismaClient } from '@fiducial/prisma/client';
import { restorableDays } from './delete-project';

/** Removes projects that were deleted longer ago than they are kept, with all rows of theirs; says how many. */
export async function removeDeletedProjects(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "Project" WHERE "deletedAt" < now() - make_interval(days => ${restorableDays}::int)`;
}
