import type { Prisma, PrismaClient, Run } from '@fiducial/prisma/client';

/** What is known of a run that was just written. */
type WrittenRun = Pick<Run, 'id' | 'projectId'>;

/** A run as an answer asks for it: read again only where more is asked for than what is known. */
export async function answeredRun(
  prisma: PrismaClient,
  query: Pick<Prisma.RunFindUniqueArgs, 'select' | 'include'>,
  written: WrittenRun,
): Promise<Run> {
  const { select } = query;
  // Nothing beyond the two that are known is looked at.
  if (select && Object.keys(select).every((name) => name in written)) return written as Run;
  return prisma.run.findUniqueOrThrow({ ...query, where: { id: written.id } });
}
