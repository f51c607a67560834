import type { Prisma, PrismaClient } from '@fiducial/prisma/client';
import { inTransaction } from '../transaction';
import type { Claim } from './claim-run';
import { takeFromDeadWorker } from './finish-run';
import { memoryOfWorker } from './worker-memory';

/** What a heartbeat found out about one claim. */
export interface Beat extends Claim {
  readonly cancelRequested: boolean;
}

/** What a worker tells of itself. */
export type WorkerRow = Pick<
  Prisma.WorkerUncheckedCreateInput,
  'host' | 'pid' | 'concurrency' | 'backend' | 'versions' | 'memoryLimitBytes'
>;

/** Makes a worker known, once more where it was forgotten. The times are the database's: its clock alone tells who lives. */
export async function registerWorker(
  prisma: PrismaClient,
  workerId: string,
  { host, pid, concurrency, backend, versions, memoryLimitBytes }: WorkerRow,
): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO "Worker" (id, host, pid, concurrency, backend, versions, "memoryLimitBytes", "startedAt", "heartbeatAt")
    VALUES (${workerId}::uuid, ${host}, ${pid}, ${concurrency}, ${JSON.stringify(backend)}::jsonb,
      ${JSON.stringify(versions)}::jsonb, ${memoryLimitBytes ?? null}::bigint, now(), now())
    ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, concurrency = excluded.concurrency,
      backend = excluded.backend, versions = excluded.versions, "memoryLimitBytes" = excluded."memoryLimitBytes", "startedAt" = now(), "heartbeatAt" = now()`;
}

/** Writes that a worker lives; false when it is not known, such as after a pause for which others took it for dead. */
export async function sayAlive(prisma: PrismaClient, workerId: string): Promise<boolean> {
  const bytes = await memoryOfWorker();
  const known = await prisma.$executeRaw`
    UPDATE "Worker" SET "heartbeatAt" = now(), "memoryBytes" = ${bytes}::bigint WHERE id = ${workerId}::uuid`;
  return known > 0;
}

/** Renews the leases of `claims` and returns those that still hold: one that is missing belongs to somebody else now. */
export async function beat(prisma: PrismaClient, claims: readonly Claim[]): Promise<Beat[]> {
  if (!claims.length) return [];
  return prisma.$queryRaw<Beat[]>`
    UPDATE "Run" r SET "heartbeatAt" = now()
    FROM unnest(${claims.map(({ runId }) => runId)}::uuid[], ${claims.map(({ attempt }) => attempt)}::int[]) AS c(id, attempt)
    WHERE r.id = c.id AND r.attempt = c.attempt AND r.status = 'RUNNING'
    RETURNING r.id::text AS "runId", r.attempt, r."cancelRequestedAt" IS NOT NULL AS "cancelRequested"`;
}

/** Takes over the runs whose worker was not heard of for `leaseMs`, and forgets such workers. Returns how many runs. */
export async function reapDeadWorkers(prisma: PrismaClient, leaseMs: number): Promise<number> {
  const stale = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM "Run"
    WHERE status = 'RUNNING' AND "heartbeatAt" < now() - make_interval(secs => ${leaseMs / 1000}::float8)`;
  let taken = 0;
  for (const { id } of stale) {
    taken += await inTransaction(prisma, async (tx) => {
      // Looked at again under the lock: another worker's reaper, or the owner's late word, may have been first.
      const held = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM "Run" WHERE id = ${id}::uuid AND status = 'RUNNING'
          AND "heartbeatAt" < now() - make_interval(secs => ${leaseMs / 1000}::float8)
        FOR UPDATE SKIP LOCKED`;
      if (!held.length) return 0;
      await takeFromDeadWorker(tx, id);
      return 1;
    });
  }
  await prisma.$executeRaw`
    DELETE FROM "Worker" WHERE "heartbeatAt" < now() - 2 * make_interval(secs => ${leaseMs / 1000}::float8)`;
  return taken;
}

/** Takes over what an earlier process of the same worker left running: it is known to be gone. */
export async function reapPredecessor(prisma: PrismaClient, workerId: string): Promise<number> {
  const left = await prisma.run.findMany({ where: { workerId, status: 'RUNNING' }, select: { id: true } });
  for (const { id } of left) {
    await inTransaction(prisma, async (tx) => {
      const held = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM "Run" WHERE id = ${id}::uuid AND status = 'RUNNING' AND "workerId" = ${workerId}::uuid FOR UPDATE`;
      if (held.length) await takeFromDeadWorker(tx, id);
    });
  }
  return left.length;
}
