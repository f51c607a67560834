import type { PrismaClient, Transaction } from '@fiducial/prisma/client';

/** A slug that no project of the team has, deleted ones included: the wanted one, else with a number behind it. */
export async function freeSlug(
  prisma: PrismaClient | Transaction,
  teamId: string,
  wanted: string,
): Promise<string> {
  const taken = await prisma.project.findMany({
    where: { teamId, slug: { startsWith: wanted } },
    select: { slug: true },
  });
  const slugs = new Set(taken.map(({ slug }) => slug));
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`;
    if (!slugs.has(slug)) return slug;
  }
}
