import type { MetricGoal, Transaction } from '@fiducial/prisma/client';
import type { CurveBatch } from './curve-batch';
import { concatenate, fromBytes, overwrite, type Points, slice } from './points';
import { realToJson } from './real';
import { insertSegments } from './segment-rows';
import { fullSegment } from './segment-tail';
import type { KnownSeries } from './series-rows';

/** Puts points between or over those that are there: the segments that they fall into are written anew. */
export async function rewritePoints(
  tx: Transaction,
  { id }: KnownSeries,
  { points, goal }: CurveBatch,
): Promise<void> {
  const gone = await tx.$queryRaw<Record<'steps' | 'times' | 'values', Uint8Array>[]>`
    WITH gone AS (
      DELETE FROM "MetricSegment" WHERE "seriesId" = ${id}::bigint
        AND "firstStep" <= ${String(points.steps.at(-1))}::bigint AND "lastStep" >= ${String(points.steps[0])}::bigint
      RETURNING "firstStep", steps, times, "values"
    ) SELECT steps, times, "values" FROM gone ORDER BY "firstStep"`;
  const there = concatenate(
    gone.map(({ steps, times, values }) => ({
      steps: fromBytes(steps),
      times: fromBytes(times),
      values: fromBytes(values),
    })),
  );
  const merged = overwrite(there, points);
  const parts: { id: string; points: Points }[] = [];
  for (let start = 0; start < merged.steps.length; start += fullSegment)
    parts.push({ id, points: slice(merged, start, start + fullSegment) });
  await insertSegments(tx, parts);
  await recount(tx, { id, goal, added: merged.steps.length - there.steps.length });
}

/** Takes a series' row from its segments: a point that was replaced may have been the least, the greatest or the last. */
async function recount(
  tx: Transaction,
  { id, goal, added }: { id: string; goal: MetricGoal | undefined; added: number },
): Promise<void> {
  const [end] = await tx.$queryRaw<Record<'steps' | 'times' | 'values', Uint8Array>[]>`
    SELECT steps, times, "values" FROM "MetricSegment" WHERE "seriesId" = ${id}::bigint
    ORDER BY "firstStep" DESC LIMIT 1`;
  if (!end) return;
  const of = (column: Uint8Array) => fromBytes(column).at(-1) ?? Number.NaN;
  const last = { step: of(end.steps), time: of(end.times), value: realToJson(of(end.values)) };
  await tx.$executeRaw`
    UPDATE "MetricSeries" s SET count = s.count + ${added}::int, "lastStep" = ${String(last.step)}::bigint,
      "lastAt" = to_timestamp(${last.time}::float8 / 1000), last = ${String(last.value)}::float8,
      min = e.min, max = e.max, goal = coalesce(${goal ?? null}::"MetricGoal", s.goal), tail = e.tail,
      best = CASE coalesce(${goal ?? null}, s.goal::text) WHEN 'MINIMIZE' THEN e.min WHEN 'MAXIMIZE' THEN e.max END
    FROM (
      SELECT min(min) AS min, max(max) AS max, coalesce(array_agg(count ORDER BY "firstStep") FILTER (WHERE "firstStep" >
        coalesce((SELECT max("firstStep") FROM "MetricSegment" WHERE "seriesId" = ${id}::bigint AND count >= ${fullSegment}::int), -9e18::bigint)),
        '{}') AS tail
      FROM "MetricSegment" WHERE "seriesId" = ${id}::bigint
    ) e WHERE s.id = ${id}::bigint`;
}
