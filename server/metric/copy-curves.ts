import type { Transaction } from '@fiducial/prisma/client';

/** Gives a run the curves of another one whose outcome it takes over; what it had itself goes. */
export async function copyCurves(
  tx: Transaction,
  { from, to }: { from: string; to: { readonly id: string; readonly projectId: string } },
): Promise<void> {
  await tx.metricSeries.deleteMany({ where: { runId: to.id } });
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO "MetricSeries" ("runId", "projectId", name, goal, count, "lastStep", "lastAt", last, min, max, best, tail)
      SELECT ${to.id}::uuid, ${to.projectId}::uuid, name, goal, count, "lastStep", "lastAt", last, min, max, best, tail
      FROM "MetricSeries" WHERE "runId" = ${from}::uuid
      RETURNING id, name
    )
    INSERT INTO "MetricSegment"
      ("seriesId", "firstStep", "lastStep", count, min, "minStep", max, "maxStep", "nanStep", steps, times, "values")
    SELECT made.id, m."firstStep", m."lastStep", m.count, m.min, m."minStep", m.max, m."maxStep", m."nanStep", m.steps,
      m.times, m."values"
    FROM made JOIN "MetricSeries" s ON s."runId" = ${from}::uuid AND s.name = made.name
      JOIN "MetricSegment" m ON m."seriesId" = s.id`;
}
