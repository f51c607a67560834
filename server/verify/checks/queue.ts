import type { Check } from '../check';

/** Jobs that will still be handed to somebody. */
const live = ['created', 'retry', 'active'];

/** No accepted run is lost, and none will be taken twice. */
export const queueCheck: Check = {
  name: 'queue',
  promise: 'Every queued run has one job, and no job waits for a run that is not queued.',
  look: async ({ prisma }) => {
    // A job that was taken and not completed yet belongs to a worker that is just claiming: it is live.
    const rows = await prisma.$queryRaw<{ id: string; status: string | null; jobs: number }[]>`
      WITH job AS (
        SELECT data->>'runId' AS id, count(*)::int AS jobs FROM pgboss.job
        WHERE name = 'run' AND state::text = ANY(${live}) GROUP BY 1
      )
      SELECT coalesce(r.id::text, job.id) AS id, r.status::text AS status, coalesce(job.jobs, 0) AS jobs
      FROM job FULL JOIN "Run" r ON r.id::text = job.id
      WHERE (r.status = 'QUEUED' AND coalesce(job.jobs, 0) <> 1)
         OR (job.jobs > 0 AND r.status IN ('WAITING', 'RUNNING'))
         OR job.jobs > 1`;
    return rows.map(({ id, status, jobs }) => ({
      subject: `run ${id}`,
      problem:
        status === 'QUEUED'
          ? `a queued run: expected 1 job, got ${jobs}`
          : `expected no job for a run that is ${status ?? 'gone'}, got ${jobs}`,
    }));
  },
};
