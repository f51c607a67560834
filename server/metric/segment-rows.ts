import type { Transaction } from '@fiducial/prisma/client';
import { type Extremes, extremesOf, type Points, toBytes } from './points';
import { realToJson } from './real';

/** What {@link segmentRow} gives, as columns of a record. */
export const segmentColumns = `first bigint, last bigint, count int, min text, "minStep" bigint, max text, "maxStep" bigint,
  "nanStep" bigint, steps text, times text, "values" text`;

/** Points as a row in JSON. */
export function segmentRow(points: Points) {
  return {
    first: points.steps[0],
    last: points.steps.at(-1),
    count: points.steps.length,
    ...inJson(extremesOf(points)),
    steps: toBytes(points.steps).toString('base64'),
    times: toBytes(points.times).toString('base64'),
    values: toBytes(points.values).toString('base64'),
  };
}

/** Adds segments to curves, by the id of the curve. */
export async function insertSegments(
  tx: Transaction,
  segments: readonly { readonly id: string; readonly points: Points }[],
): Promise<void> {
  if (segments.length === 0) return;
  const rows = segments.map(({ id, points }) => ({ id, ...segmentRow(points) }));
  await tx.$executeRawUnsafe(
    `INSERT INTO "MetricSegment"
      ("seriesId", "firstStep", "lastStep", count, min, "minStep", max, "maxStep", "nanStep", steps, times, "values")
    SELECT b.id, b.first, b.last, b.count, b.min::float8, b."minStep", b.max::float8, b."maxStep", b."nanStep",
      decode(b.steps, 'base64'), decode(b.times, 'base64'), decode(b.values, 'base64')
    FROM json_to_recordset($1::json) AS b(id bigint, ${segmentColumns})`,
    JSON.stringify(rows),
  );
}

function inJson({ min, max, ...steps }: Extremes) {
  return {
    ...steps,
    min: min === undefined ? null : realToJson(min),
    max: max === undefined ? null : realToJson(max),
  };
}

/** Makes one segment of the last `joined` of each series. */
export async function joinSegments(
  tx: Transaction,
  joins: readonly { readonly id: string; readonly joined: number }[],
): Promise<void> {
  if (joins.length === 0) return;
  await tx.$executeRaw`
    WITH wanted AS (
      SELECT j.id, (SELECT "firstStep" FROM "MetricSegment" WHERE "seriesId" = j.id
        ORDER BY "firstStep" DESC OFFSET j.joined - 1 LIMIT 1) AS start
      FROM json_to_recordset(${JSON.stringify(joins)}::json) AS j(id bigint, joined int)
    ), gone AS (
      DELETE FROM "MetricSegment" m USING wanted w WHERE m."seriesId" = w.id AND m."firstStep" >= w.start RETURNING m.*
    )
    INSERT INTO "MetricSegment"
      ("seriesId", "firstStep", "lastStep", count, min, "minStep", max, "maxStep", "nanStep", steps, times, "values")
    SELECT "seriesId", min("firstStep"), max("lastStep"), sum(count),
      min(min), (array_agg("minStep" ORDER BY min, "firstStep") FILTER (WHERE min IS NOT NULL))[1],
      max(max), (array_agg("maxStep" ORDER BY max DESC, "firstStep") FILTER (WHERE max IS NOT NULL))[1],
      min("nanStep"), string_agg(steps, '' ORDER BY "firstStep"), string_agg(times, '' ORDER BY "firstStep"),
      string_agg("values", '' ORDER BY "firstStep")
    FROM gone GROUP BY "seriesId"`;
}
