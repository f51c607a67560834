import type { Check } from '../check';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly lastSeq: number;
  readonly events: number;
  readonly highest: number;
  readonly terminal: number;
  readonly terminalSeq: number | null;
}

const endings = ['succeeded', 'failed', 'cancelled'];

/** What happened in a run can be read without gaps, and has one end. */
export const eventsCheck: Check = {
  name: 'events',
  promise: 'Events are numbered from 1 without gaps; a run that has ended has one last event that says so.',
  look: async ({ prisma }) => {
    const rows = await prisma.$queryRaw<Row[]>`
      SELECT r.id::text, r.status::text, r."lastSeq", e.events, e.highest, e.terminal, e."terminalSeq"
      FROM "Run" r CROSS JOIN LATERAL (
        SELECT count(*)::int AS events, coalesce(max(seq), 0) AS highest,
          count(*) FILTER (WHERE type = ANY(${endings}) AND seq > "openedAt")::int AS terminal,
          max(seq) FILTER (WHERE type = ANY(${endings})) AS "terminalSeq"
        -- Where somebody queued a failed run again, or one that it waits for, what ended it before ends it no more.
        FROM (
          SELECT seq, type, coalesce(max(seq) FILTER (
            WHERE type = 'waiting' OR type = 'requeued' AND data ->> 'reason' = 'askedFor') OVER (), 0) AS "openedAt"
          FROM "RunEvent" WHERE "runId" = r.id) of) e
      WHERE e.events <> r."lastSeq" OR e.highest <> r."lastSeq"
        OR CASE WHEN r.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
             THEN e.terminal <> 1 OR e."terminalSeq" <> r."lastSeq" ELSE e.terminal <> 0 END`;
    return rows.map(({ id, status, lastSeq, events, highest, terminal, terminalSeq }) => ({
      subject: `run ${id}`,
      problem:
        events !== lastSeq || highest !== lastSeq
          ? `expected ${lastSeq} events up to number ${lastSeq}, got ${events} up to ${highest}`
          : `${status.toLowerCase()}: got ${terminal} events that end it, the last with number ${terminalSeq} of ${lastSeq}`,
    }));
  },
};
