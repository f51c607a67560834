import type { PrismaClient } from '@fiducial/prisma/client';
import { restorableDays } from './restorable-days';

/** Removes projects that were deleted longer ago than they are kept, with all rows of theirs; says how many. */
export async function removeDeletedProjects(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "Project"
    WHERE "deletedFromId" IS NULL AND "deletedAt" < now() - make_interval(days => ${restorableDays}::int)`;
}

/** Removes runs that were deleted longer ago than they are kept, with all rows of theirs; says how many deletions. */
export async function removeDeletedRuns(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "Project"
    WHERE "deletedFromId" IS NOT NULL AND "deletedAt" < now() - make_interval(days => ${restorableDays}::int)`;
}

/** Removes reports that were deleted longer ago than they are kept, with their public links; says how many. */
export async function removeDeletedReports(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "Report" WHERE "deletedAt" < now() - make_interval(days => ${restorableDays}::int)`;
}

/** Removes comments that were deleted longer ago than they are kept; says how many. */
export async function removeDeletedComments(prisma: PrismaClient): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "Comment" WHERE "deletedAt" < now() - make_interval(days => ${restorableDays}::int)`;
}
