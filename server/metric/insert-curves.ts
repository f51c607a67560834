import type { Transaction } from '@fiducial/prisma/client';
import type { Points } from './points';
import { segmentColumns, segmentRow } from './segment-rows';
import type { SeriesState } from './series-rows';

/** A curve that is new: what its row says, and its points. */
export interface NewCurve {
  readonly state: SeriesState;
  readonly points: Points;
}

/** Makes curves of a run with their first points, in one statement. */
export async function insertCurves(
  tx: Transaction,
  { id, projectId }: { readonly id: string; readonly projectId: string },
  curves: readonly NewCurve[],
): Promise<void> {
  if (curves.length === 0) return;
  const rows = curves.map(({ state, points }) => ({ ...state, value: state.last, ...segmentRow(points) }));
  await tx.$executeRawUnsafe(
    `WITH given AS (
       SELECT * FROM json_to_recordset($3::json)
         AS b(name text, goal text, "lastAt" float8, value text, tail int[], ${segmentColumns})
     ), made AS (
       INSERT INTO "MetricSeries" ("runId", "projectId", name, goal, count, "lastStep", "lastAt", last, min, max, best, tail)
       SELECT $1::uuid, $2::uuid, b.name, b.goal::"MetricGoal", b.count, b.last, to_timestamp(b."lastAt" / 1000),
         b.value::float8, b.min::float8, b.max::float8,
         CASE b.goal WHEN 'MINIMIZE' THEN b.min::float8 WHEN 'MAXIMIZE' THEN b.max::float8 END, b.tail
       FROM given b
       RETURNING id, name
     )
     INSERT INTO "MetricSegment"
       ("seriesId", "firstStep", "lastStep", count, min, "minStep", max, "maxStep", "nanStep", steps, times, "values")
     SELECT made.id, b.first, b.last, b.count, b.min::float8, b."minStep", b.max::float8, b."maxStep", b."nanStep",
       decode(b.steps, 'base64'), decode(b.times, 'base64'), decode(b.values, 'base64')
     FROM given b JOIN made USING (name)`,
    id,
    projectId,
    JSON.stringify(rows),
  );
}
