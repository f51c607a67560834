import type { PrismaClient } from '@fiducial/prisma/client';

/** A curve of a run. */
export interface Series {
  readonly name: string;
  readonly steps: number[];
  readonly values: number[];
  readonly thinned: boolean;
}

/** Most points of a curve that a page is given. */
const mostPoints = 1000;

/** The curves of a run, each with at most 1,000 points: every n-th, and the last. */
export async function readSeries(
  prisma: PrismaClient,
  runId: string,
  names: readonly string[] | null,
): Promise<Series[]> {
  const points = await prisma.runMetric.findMany({
    where: { runId, ...(names ? { name: { in: [...names] } } : {}) },
    orderBy: [{ name: 'asc' }, { step: 'asc' }],
    select: { name: true, step: true, value: true },
  });
  const byName = groupByName(points);
  return [...byName].map(([name, all]) => {
    const stride = Math.ceil(all.length / mostPoints);
    const kept = all.filter((_, index) => index % stride === 0 || index === all.length - 1);
    return {
      name,
      steps: kept.map(({ step }) => step),
      values: kept.map(({ value }) => value),
      thinned: stride > 1,
    };
  });
}

function groupByName<P extends { name: string }>(points: readonly P[]): Map<string, P[]> {
  const groups = new Map<string, P[]>();
  for (const point of points) {
    const group = groups.get(point.name);
    if (group) group.push(point);
    else groups.set(point.name, [point]);
  }
  return groups;
}
