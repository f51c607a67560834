import type { PrismaClient, RunEvent } from '@fiducial/prisma/client';
import { firstWithin } from '../first-within';
import { persist } from '../transaction';
import type { RunEventHub } from './run-event-hub';
import { isUnderWay } from './run-statuses';

const ended = new Set(['succeeded', 'failed', 'cancelled']);
const pageSize = 200;

/** Which events of a run are followed. */
export interface FollowedRun {
  readonly runId: string;
  /** Number of the last event that was seen; 0 for none. */
  readonly afterSeq: number;
  /** Looks at the table at least so often, in milliseconds: whoever wrote may have died before telling. */
  readonly lookMs?: number;
}

/**
 * Events of a run after number `afterSeq`, first those already written, then each as it is written: in order, without
 * gap or double, until the run ends or `signal` aborts. It ends at once where the last event was seen already.
 */
export async function* followRun(
  { prisma, runEvents }: { prisma: PrismaClient; runEvents: RunEventHub },
  { runId, afterSeq, lookMs = 30_000 }: FollowedRun,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  // Listening begins before the table is read, so that nothing is written unseen in between.
  const notices = runEvents.notices({ runId }, signal)[Symbol.asyncIterator]();
  let waiting = notices.next();
  const { status, lastSeq } = await prisma.run.findUniqueOrThrow({ where: { id: runId } });
  if (afterSeq >= lastSeq && !isUnderWay(status)) return;
  let seq = Math.min(afterSeq, lastSeq);
  while (!signal.aborted) {
    // It is looked at also while the database is away: whoever follows goes on when it is back.
    const events = await persist(() =>
      prisma.runEvent.findMany({
        where: { runId, seq: { gt: seq } },
        orderBy: { seq: 'asc' },
        take: pageSize,
      }),
    );
    for (const event of events) {
      seq = event.seq;
      yield event;
      // A run that failed may have been queued again since.
      if (ended.has(event.type) && (await isOver(prisma, event))) return;
    }
    if (events.length > 0) continue;
    const told = await firstWithin(waiting, lookMs);
    if (told?.done) return;
    if (told) waiting = notices.next();
  }
}

async function isOver(prisma: PrismaClient, { runId, seq }: RunEvent): Promise<boolean> {
  const { lastSeq } = await prisma.run.findUniqueOrThrow({ where: { id: runId } });
  return seq >= lastSeq;
}
