import type { Check } from '../check';

interface Row {
  readonly id: string;
  readonly problem: string;
}

/** What an attempt writes takes effect only while it owns the run. */
export const attemptsCheck: Check = {
  name: 'attempts',
  promise: 'No attempt wrote before it owned its run, nor after somebody else did or the run had ended.',
  look: async ({ prisma }) => {
    // The number of claims before an event is the attempt that owned the run; each but the last ended in a requeue.
    const rows = await prisma.$queryRaw<Row[]>`
      SELECT "runId"::text AS id,
        'event ' || seq || ' (' || type || ') was written by attempt ' || attempt || ' while attempt ' || claims
          || CASE WHEN requeues >= attempt THEN ' had given the run back' ELSE ' owned the run' END AS problem
      FROM (
        SELECT "runId", seq, type, attempt,
          count(*) FILTER (WHERE type = 'claimed') OVER run AS claims,
          count(*) FILTER (WHERE type = 'requeued') OVER run - (type = 'requeued')::int AS requeues
        FROM "RunEvent" WINDOW run AS (PARTITION BY "runId" ORDER BY seq)
      ) e WHERE attempt IS NOT NULL AND (attempt <> claims OR requeues >= attempt)
      UNION ALL
      SELECT r.id::text, 'expected ' || r.attempt || ' claims among its events, got ' || e.claims FROM "Run" r
      CROSS JOIN LATERAL (
        SELECT count(*) AS claims FROM "RunEvent" WHERE "runId" = r.id AND type = 'claimed') e
      WHERE e.claims <> r.attempt`;
    return rows.map(({ id, problem }) => ({ subject: `run ${id}`, problem }));
  },
};
