import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient } from '@fiducial/prisma/client';
import { persist } from '../transaction';
import type { RunEventHub } from './run-event-hub';

/** How long changes are gathered. */
const quietMs = 400;
/** What may pass between a change and its notice, in seconds. */
const marginSeconds = 60;
const mostMissed = 500;

/**
 * Ids of the runs of a project that changed, as they change, until `signal` aborts. Gathered for 400 ms, so that a burst of
 * progress makes one of a run. Where notices may have been missed, the runs that began or ended since the last one count as changed.
 */
export async function* changedRuns(
  { prisma, runEvents }: { prisma: PrismaClient; runEvents: RunEventHub },
  projectId: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const changed = new Set<string>();
  let missed = false;
  let heardAt = performance.now();
  const iterator = runEvents.notices({ projectId }, signal)[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    for (let end: Promise<'end'> | undefined; ; ) {
      const told = await (end ? Promise.race([next, end]) : next);
      if (told === 'end') break;
      if (told.done) return;
      if (told.value) changed.add(told.value.runId);
      else missed = true;
      next = iterator.next();
      end ??= sleep(quietMs, 'end' as const);
    }
    if (missed) {
      const since = marginSeconds + (performance.now() - heardAt) / 1000;
      // Some are missed where the database was away, and may be away still.
      for (const id of await persist(() => begunOrEnded(prisma, projectId, since))) changed.add(id);
    }
    [missed, heardAt] = [false, performance.now()];
    yield* changed;
    changed.clear();
  }
}

/** Ids of runs of a project that were made, begun or ended in the last `seconds`; the newest of many. */
async function begunOrEnded(prisma: PrismaClient, projectId: string, seconds: number): Promise<string[]> {
  const since = new Date(Date.now() - 1000 * seconds);
  const runs = await prisma.run.findMany({
    where: {
      projectId,
      OR: [
        { createdAt: { gte: since } },
        { finishedAt: { gte: since } },
        { status: 'RUNNING', startedAt: { gte: since } },
      ],
    },
    orderBy: { id: 'desc' },
    take: mostMissed,
    select: { id: true },
  });
  return runs.map(({ id }) => id);
}
