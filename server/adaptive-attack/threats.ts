import type { Detector } from '@fiducial/prisma/client';
import { aimedThreat } from './aimed-threat';
import { judgedInclude, type Threat, type ThreatAccess, type ThreatLevel } from './threat';
import { transferredThreats } from './transferred-threats';

const perRequest = new WeakMap<ThreatAccess, Map<string, Promise<readonly Threat[]>>>();

/**
 * All attacks that a detector has judged, from those that know nothing of it to those that know it: those made against it,
 * and those that its evaluations scored. Read once a request.
 */
export function threatsTo(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<readonly Threat[]> {
  const known = perRequest.get(context) ?? new Map<string, Promise<readonly Threat[]>>();
  perRequest.set(context, known);
  const found = known.get(detector.id) ?? readThreats(context, detector);
  known.set(detector.id, found);
  return found;
}

const order: readonly ThreatLevel[] = ['ZERO', 'LIMITED', 'PERFECT'];

async function readThreats(
  context: ThreatAccess,
  detector: Pick<Detector, 'id' | 'runId'>,
): Promise<readonly Threat[]> {
  const transferred = await transferredThreats(context, detector);
  const sets = await context.prisma.attackSet.findMany({
    where: { targetId: detector.id, project: context.viewer.projects, run: { status: 'SUCCEEDED' } },
    include: judgedInclude,
    orderBy: { id: 'asc' },
  });
  const zero = transferred.filter(({ level }) => level === 'ZERO');
  const aimed = await Promise.all(sets.map((set) => aimedThreat(context, set, zero)));
  const all = [...transferred, ...aimed.flat()];
  return all.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}
