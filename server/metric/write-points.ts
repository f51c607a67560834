import type { MetricGoal, Transaction } from '@fiducial/prisma/client';
import {
  concatenate,
  type Extremes,
  extremesOf,
  fromBytes,
  overwrite,
  type Points,
  slice,
  toBytes,
} from './points';
import { realToJson } from './real';
import { fullSegment, joinTail } from './segment-tail';

/** What is written to one curve of a run. */
export interface CurveBatch {
  /** In order, see `inOrder`; none where only the goal is said. */
  readonly points: Points;
  readonly goal?: MetricGoal | undefined;
}

interface KnownSeries {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly lastStep: number;
  readonly tail: readonly number[];
}

/**
 * Adds points to curves of a run, as part of the caller's transaction; a point whose step is there already replaces it,
 * so that the same batch may come twice. The caller holds the lock of the run's row: writers of one run come one after
 * another. Returns how many curves are new.
 */
export async function writePoints(
  tx: Transaction,
  run: { readonly id: string; readonly projectId: string },
  batches: ReadonlyMap<string, CurveBatch>,
): Promise<number> {
  const given = [...batches].filter(([, { points }]) => points.steps.length > 0);
  if (given.length === 0) return 0;
  const known = await findSeries(
    tx,
    run.id,
    given.map(([name]) => name),
  );
  const added: SeriesState[] = [];
  const grown: SeriesState[] = [];
  const segments: Segment[] = [];
  const joins: { id: string; joined: number }[] = [];
  for (const [name, { points, goal }] of given) {
    const series = known.get(name);
    if (series && (points.steps[0] ?? 0) <= series.lastStep) {
      await rewrite(tx, series, { points, goal });
      continue;
    }
    const { tail, joined } = joinTail(series?.tail ?? [], points.steps.length);
    const state = stateAfter(name, { points, goal, count: (series?.count ?? 0) + points.steps.length, tail });
    if (series) grown.push({ ...state, id: series.id });
    else added.push(state);
    segments.push({ name, points });
    if (series && joined > 1) joins.push({ id: series.id, joined });
  }
  const ids = new Map([...known.values()].map(({ name, id }) => [name, id]));
  for (const { name, id } of await insertSeries(tx, run, added)) ids.set(name, id);
  await updateSeries(tx, grown);
  await insertSegments(
    tx,
    segments.map(({ name, points }) => ({ id: ids.get(name) ?? '', points })),
  );
  await joinSegments(tx, joins);
  return added.length;
}

interface Segment {
  readonly name: string;
  readonly points: Points;
}

/** What a series' row says once the points are in it; extremes are those of the new points. */
interface SeriesState {
  readonly id?: string;
  readonly name: string;
  readonly goal: MetricGoal | null;
  readonly count: number;
  readonly lastStep: number;
  readonly lastAt: number;
  readonly last: ReturnType<typeof realToJson>;
  readonly min: ReturnType<typeof realToJson> | null;
  readonly max: ReturnType<typeof realToJson> | null;
  readonly tail: readonly number[];
}

function stateAfter(
  name: string,
  { points, goal, count, tail }: CurveBatch & { count: number; tail: readonly number[] },
): SeriesState {
  const { min, max } = extremesOf(points);
  const last = points.steps.length - 1;
  return {
    name,
    goal: goal ?? null,
    count,
    lastStep: points.steps[last] ?? 0,
    lastAt: points.times[last] ?? 0,
    last: realToJson(points.values[last] ?? Number.NaN),
    min: min === undefined ? null : realToJson(min),
    max: max === undefined ? null : realToJson(max),
    tail,
  };
}

async function findSeries(
  tx: Transaction,
  runId: string,
  names: readonly string[],
): Promise<Map<string, KnownSeries>> {
  const rows = await tx.$queryRaw<KnownSeries[]>`
    SELECT id::text, name, count, "lastStep"::float8 AS "lastStep", tail FROM "MetricSeries"
    WHERE "runId" = ${runId}::uuid AND name = ANY(${names}::text[])`;
  return new Map(rows.map((row) => [row.name, row]));
}

/** JSON has one parameter for any number of rows, and Prisma passes numbers that are not finite in no other way. */
const columns = `(id bigint, name text, goal text, count int, "lastStep" bigint, "lastAt" float8, last text, min text, max text, tail int[])`;

function insertSeries(
  tx: Transaction,
  { id, projectId }: { readonly id: string; readonly projectId: string },
  rows: readonly SeriesState[],
): Promise<{ id: string; name: string }[]> {
  if (rows.length === 0) return Promise.resolve([]);
  return tx.$queryRawUnsafe(
    `INSERT INTO "MetricSeries" ("runId", "projectId", name, goal, count, "lastStep", "lastAt", last, min, max, best, tail)
     SELECT $1::uuid, $2::uuid, b.name, b.goal::"MetricGoal", b.count, b."lastStep", to_timestamp(b."lastAt" / 1000),
       b.last::float8, b.min::float8, b.max::float8,
       CASE b.goal WHEN 'MINIMIZE' THEN b.min::float8 WHEN 'MAXIMIZE' THEN b.max::float8 END, b.tail
     FROM json_to_recordset($3::json) AS b${columns}
     RETURNING id::text, name`,
    id,
    projectId,
    JSON.stringify(rows),
  );
}

/** Postgres' least and greatest leave NULL out. */
async function updateSeries(tx: Transaction, rows: readonly SeriesState[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRawUnsafe(
    `UPDATE "MetricSeries" s SET count = b.count, "lastStep" = b."lastStep", "lastAt" = to_timestamp(b."lastAt" / 1000),
       last = b.last::float8, min = least(s.min, b.min::float8), max = greatest(s.max, b.max::float8),
       goal = coalesce(b.goal::"MetricGoal", s.goal), tail = b.tail,
       best = CASE coalesce(b.goal, s.goal::text) WHEN 'MINIMIZE' THEN least(s.min, b.min::float8)
         WHEN 'MAXIMIZE' THEN greatest(s.max, b.max::float8) END
     FROM json_to_recordset($1::json) AS b${columns} WHERE s.id = b.id`,
    JSON.stringify(rows),
  );
}

async function insertSegments(
  tx: Transaction,
  segments: readonly { readonly id: string; readonly points: Points }[],
): Promise<void> {
  if (segments.length === 0) return;
  const rows = segments.map(({ id, points }) => ({
    id,
    first: points.steps[0],
    last: points.steps.at(-1),
    count: points.steps.length,
    ...inJson(extremesOf(points)),
    steps: toBytes(points.steps).toString('base64'),
    times: toBytes(points.times).toString('base64'),
    values: toBytes(points.values).toString('base64'),
  }));
  await tx.$executeRaw`
    INSERT INTO "MetricSegment"
      ("seriesId", "firstStep", "lastStep", count, min, "minStep", max, "maxStep", "nanStep", steps, times, "values")
    SELECT b.id, b.first, b.last, b.count, b.min::float8, b."minStep", b.max::float8, b."maxStep", b."nanStep",
      decode(b.steps, 'base64'), decode(b.times, 'base64'), decode(b.values, 'base64')
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS b(id bigint, first bigint, last bigint, count int, min text,
      "minStep" bigint, max text, "maxStep" bigint, "nanStep" bigint, steps text, times text, "values" text)`;
}

function inJson({ min, max, ...steps }: Extremes) {
  return {
    ...steps,
    min: min === undefined ? null : realToJson(min),
    max: max === undefined ? null : realToJson(max),
  };
}

/** Makes one segment of the last `joined` of each series. */
async function joinSegments(
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

/** Puts points between or over those that are there: the segments that they fall into are written anew. */
async function rewrite(tx: Transaction, { id }: KnownSeries, { points, goal }: CurveBatch): Promise<void> {
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
