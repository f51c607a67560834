import { loggedKind } from '../../logged-run/logged-run';
import type { Check } from '../check';

interface Row {
  readonly id: string;
  readonly problem: string;
}

/** Every run is ended, or somebody will end it. */
export const ownershipCheck: Check = {
  name: 'ownership',
  promise:
    'Every run has ended, or waits for one that has not, or is queued, or has a worker that lives, or is logged from outside.',
  look: async ({ prisma, leaseMs }) => {
    // Twice the lease: a dead worker's runs are taken over within one, and a look every few seconds.
    const limit = (2 * leaseMs) / 1000;
    const rows = await prisma.$queryRaw<Row[]>`
      SELECT r.id::text, 'running: expected a worker, got none' AS problem FROM "Run" r
        WHERE r.status = 'RUNNING' AND r.kind <> ${loggedKind} AND (r."workerId" IS NULL OR r."heartbeatAt" IS NULL)
      UNION ALL
      SELECT r.id::text, 'running: expected a sign of life within the lease, got the last at ' || r."heartbeatAt"
        FROM "Run" r
        WHERE r.status = 'RUNNING' AND r."heartbeatAt" < now() - make_interval(secs => ${limit}::float8)
      UNION ALL
      SELECT r.id::text, 'waiting: expected an input that has not ended, got none' FROM "Run" r
        WHERE r.status = 'WAITING' AND NOT EXISTS (
          SELECT 1 FROM "RunInput" i JOIN "Run" s ON s.id = i."inputRunId"
          WHERE i."runId" = r.id AND s.status IN ('WAITING', 'QUEUED', 'RUNNING'))
      UNION ALL
      SELECT r.id::text, lower(r.status::text) || ': expected an end and no owner, got worker '
          || coalesce(r."workerId"::text, 'none') || ' and end ' || coalesce(r."finishedAt"::text, 'none')
        FROM "Run" r
        WHERE r.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
          AND (r."workerId" IS NOT NULL OR r."heartbeatAt" IS NOT NULL OR r."finishedAt" IS NULL)`;
    return rows.map(({ id, problem }) => ({ subject: `run ${id}`, problem }));
  },
};
