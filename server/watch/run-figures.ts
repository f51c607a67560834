import type { PrismaClient } from '@fiducial/prisma/client';
import { loggedKind } from '../logged-run/logged-run';

/** A worker, as it was last heard of. */
export interface WorkerFigures {
  readonly id: string;
  readonly host: string;
  readonly slots: number;
  readonly running: number;
  /** With its children; null where its system does not tell. */
  readonly memoryBytes: number | null;
  /** Most memory that one of its runs may take. */
  readonly runMemoryBytes: number | null;
  readonly silentSeconds: number;
  readonly startedAt: Date;
  readonly pid: number;
  /** As the worker wrote them down. */
  readonly backend: unknown;
  readonly versions: unknown;
}

/** What the records say of work, over all teams. */
export interface RunFigures {
  readonly open: Readonly<Record<'waiting' | 'queued' | 'running', number>>;
  /** Of those that are running: logged by code that runs elsewhere. */
  readonly logged: number;
  readonly oldestQueuedSeconds: number;
  readonly ended: readonly { readonly kind: string; readonly end: string; readonly count: number }[];
  readonly storedBytes: number;
  readonly workers: readonly WorkerFigures[];
}

/** Reads the figures of this moment. */
export async function readFigures(prisma: PrismaClient): Promise<RunFigures> {
  const [counts, [queue], [store], workers] = await Promise.all([
    prisma.$queryRaw<{ kind: string; status: string; count: number }[]>`
      SELECT kind, lower(status::text) AS status, count(*)::int AS count FROM "Run" GROUP BY 1, 2`,
    prisma.$queryRaw<{ seconds: number }[]>`
      SELECT coalesce(extract(epoch FROM now() - min("createdAt")), 0)::float8 AS seconds FROM "Run" WHERE status = 'QUEUED'`,
    prisma.$queryRaw<{ bytes: number }[]>`SELECT coalesce(sum(bytes), 0)::float8 AS bytes FROM "Artifact"`,
    prisma.$queryRaw<WorkerFigures[]>`
      SELECT w.id::text, w.host, w.pid, w.concurrency AS slots, w."memoryBytes"::float8 AS "memoryBytes",
        w."memoryLimitBytes"::float8 AS "runMemoryBytes", w."startedAt", w.backend, w.versions,
        extract(epoch FROM now() - w."heartbeatAt")::float8 AS "silentSeconds",
        (SELECT count(*)::int FROM "Run" r WHERE r."workerId" = w.id AND r.status = 'RUNNING') AS running
      FROM "Worker" w`,
  ]);
  const openOf = (status: string) =>
    counts.filter((one) => one.status === status).reduce((sum, { count }) => sum + count, 0);
  return {
    open: { waiting: openOf('waiting'), queued: openOf('queued'), running: openOf('running') },
    logged: counts.find(({ kind, status }) => kind === loggedKind && status === 'running')?.count ?? 0,
    oldestQueuedSeconds: queue?.seconds ?? 0,
    ended: counts
      .filter(({ status }) => !['waiting', 'queued', 'running'].includes(status))
      .map(({ kind, status, count }) => ({ kind, end: status, count })),
    storedBytes: store?.bytes ?? 0,
    workers,
  };
}
