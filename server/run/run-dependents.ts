import { Prisma, type PrismaClient, type Transaction } from '@fiducial/prisma/client';

/**
 * Ids of the runs into which the outcome of a run went, directly or through others, oldest first. With `lock` their rows
 * stay locked until the transaction ends, so that nothing is launched upon them meanwhile; the run's own is to be locked
 * before.
 */
export async function dependentsOf(
  prisma: PrismaClient | Transaction,
  runId: string,
  { lock = false } = {},
): Promise<string[]> {
  for (let known = -1; ; ) {
    const rows = await prisma.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE dependent(id) AS (
        SELECT "runId" FROM "RunInput" WHERE "inputRunId" = ${runId}::uuid
        UNION
        SELECT i."runId" FROM "RunInput" i JOIN dependent d ON i."inputRunId" = d.id
      )
      SELECT r.id::text FROM "Run" r
      WHERE r.id IN (SELECT id FROM dependent)
        AND r."projectId" = (SELECT "projectId" FROM "Run" WHERE id = ${runId}::uuid)
      ORDER BY r.id ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`;
    // What was launched upon one of them before its row was locked is found by looking once more.
    if (!lock || rows.length === known) return rows.map(({ id }) => id);
    known = rows.length;
  }
}
