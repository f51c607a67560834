import type { Prisma, PrismaClient } from '@fiducial/prisma/client';
import type { ThreatLevel } from './threat';

/**
 * What the strongest attacker that was set on each detector knew, by the detector's id, over attack sets that are made.
 * Detectors that no attacker was set on are not in it: theirs is `ZERO`.
 */
export async function strongestLevels(
  prisma: PrismaClient,
  where: Prisma.AttackSetWhereInput,
): Promise<ReadonlyMap<string, ThreatLevel>> {
  const sets = await prisma.attackSet.findMany({
    where: { AND: [where, { targetId: { not: null }, run: { status: 'SUCCEEDED' } }] },
    select: { targetId: true, threatLevel: true },
    distinct: ['targetId', 'threatLevel'],
  });
  const levels = new Map<string, ThreatLevel>();
  for (const { targetId, threatLevel } of sets)
    if (targetId && levels.get(targetId) !== 'PERFECT') levels.set(targetId, threatLevel);
  return levels;
}

const order: readonly ThreatLevel[] = ['ZERO', 'LIMITED', 'PERFECT'];

/** The least that attackers of several detectors knew: what may be said of figures over all of them. */
export function leastLevel(levels: readonly ThreatLevel[]): ThreatLevel {
  return order.find((level) => levels.includes(level)) ?? 'ZERO';
}
