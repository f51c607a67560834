import type { PrismaClient, Transaction } from '@fiducial/prisma/client';

/**
 * Teams that have queued runs, the one whose turn it is first: fewest runs at workers, then the longest wait since one of
 * theirs was claimed. So however many a team has queued, another one's is next but for one a worker.
 */
export async function fairOrder(prisma: PrismaClient): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ teamId: string }[]>`
    SELECT t.id::text AS "teamId" FROM "Team" t
    LEFT JOIN "QueueTurn" q ON q."teamId" = t.id
    LEFT JOIN (
      SELECT p."teamId", count(*) AS runs FROM "Run" r JOIN "Project" p ON p.id = r."projectId"
      WHERE r.status = 'RUNNING' AND r."workerId" IS NOT NULL GROUP BY 1) running ON running."teamId" = t.id
    WHERE EXISTS (
      SELECT 1 FROM "Project" p WHERE p."teamId" = t.id AND EXISTS (
        SELECT 1 FROM "Run" r WHERE r."projectId" = p.id AND r.status = 'QUEUED'))
    ORDER BY coalesce(running.runs, 0), q."servedAt" NULLS FIRST, t.id`;
  return rows.map(({ teamId }) => teamId);
}

/** Notes that a team had its turn, as part of the transaction that claims its run. */
export async function noteTurn(tx: Transaction, projectId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "QueueTurn" ("teamId", "servedAt")
    SELECT "teamId", clock_timestamp() FROM "Project" WHERE id = ${projectId}::uuid
    ON CONFLICT ("teamId") DO UPDATE SET "servedAt" = excluded."servedAt"`;
}
