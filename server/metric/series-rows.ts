import type { MetricGoal, Transaction } from '@fiducial/prisma/client';
import type { CurveBatch } from './curve-batch';
import { extremesOf } from './points';
import { realToJson } from './real';

/** A curve that is there, as far as writing to it has to know it. */
export interface KnownSeries {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly lastStep: number;
  readonly tail: readonly number[];
}

/** What a series' row says once the points are in it; extremes are those of the new points. */
export interface SeriesState {
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

/** The row of a curve after a batch that comes after all of its points. */
export function stateAfter(
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

/** The curves of a run that are there, of these names. */
export async function findSeries(
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

/** Writes rows of curves that grew at their end. Postgres' least and greatest leave NULL out. */
export async function updateSeries(tx: Transaction, rows: readonly SeriesState[]): Promise<void> {
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
