import type { PrismaClient } from '@fiducial/prisma/client';

/** Most detectors that are told apart by their looks: as many as `Project.leaderboard` gives. */
const mostPlaces = 100;

/** What decides where a detector stands among others. */
interface PlacedDetector {
  readonly name: string;
  readonly createdAt: Date;
}

/**
 * Names of the evaluated detectors of a project in the order in which pages give them their colors and dashes, with their
 * places: the best hundred and those that are shown, the first made first, and those of one moment as people sort names with numbers in them.
 */
export async function detectorPlaces(
  prisma: PrismaClient,
  { projectId, shown }: { readonly projectId: string; readonly shown: readonly PlacedDetector[] },
): Promise<ReadonlyMap<string, number>> {
  const ranked = await prisma.evaluation.findMany({
    where: { projectId, macroAuc: { not: null } },
    orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
    take: mostPlaces,
    select: { detector: { select: { name: true, createdAt: true } } },
  });
  const made = [...ranked.map(({ detector }) => detector), ...shown].sort(
    (a, b) =>
      a.createdAt.getTime() - b.createdAt.getTime() || a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  return new Map([...new Set(made.map(({ name }) => name))].map((name, place) => [name, place]));
}
