import type { PrismaClient, Transaction } from '@fiducial/prisma/client';
import { concatenate, fromBytes, inOrder, type Points } from './points';
import { thinCurve } from './thin-curve';

/** A curve of a run as far as it was asked for. */
export interface Series {
  readonly name: string;
  readonly points: Points;
  /** Points of the whole curve. */
  readonly count: number;
}

/** Curves longer than this are drawn from the extremes of their segments where these are enough points. */
const longCurve = 20_000;

/** Most curves in one answer. */
export const mostCurves = 1000;
/** Points that are held at once, before they are thinned: 24 MB. */
const mostHeld = 1_000_000;

/** Most points in one answer, which has some 30 bytes of each. */
export const mostAnswered = 80_000;

/**
 * Reads curves of a run by name, at most {@link mostCurves}, each thinned to about `most` points; to fewer where all of them
 * would have more than {@link mostAnswered}.
 */
export async function readSeries(
  prisma: PrismaClient,
  runId: string,
  { names, most }: { names: readonly string[] | null; most: number },
): Promise<Series[]> {
  const all = await prisma.$queryRaw<CurveRow[]>`
    SELECT id::text, name, count FROM "MetricSeries" WHERE "runId" = ${runId}::uuid
      AND (${names}::text[] IS NULL OR name = ANY(${names}::text[])) ORDER BY name LIMIT ${mostCurves}`;
  const share = shareOf(all, most);
  const read: Series[] = [];
  for (const some of heldTogether(all)) {
    const short = some.filter(({ count }) => count <= longCurve);
    const whole = await readPoints(
      prisma,
      short.map(({ id }) => id),
    );
    for (const { id, name, count } of some) {
      const points = whole.get(id) ?? (await readLong(prisma, id, share));
      read.push({ name, count, points: thinCurve(points, share) });
    }
  }
  return read;
}

interface CurveRow {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

/** How many points each curve may have, so that all together are not too many. */
function shareOf(all: readonly Pick<CurveRow, 'count'>[], most: number): number {
  const wanted = all.reduce((sum, { count }) => sum + Math.min(count, most), 0);
  return wanted <= mostAnswered ? most : Math.max(2, Math.floor(mostAnswered / all.length));
}

/** Curves in their order, in groups that have so many points at most, or are a single one. */
function heldTogether(all: readonly CurveRow[]): CurveRow[][] {
  const groups: CurveRow[][] = [];
  let held = 0;
  for (const curve of all) {
    held += curve.count;
    const last = groups.at(-1);
    if (last && held <= mostHeld) last.push(curve);
    else {
      groups.push([curve]);
      held = curve.count;
    }
  }
  return groups;
}

/** A long curve from what is kept of each segment, two or three points; all of it where that is too coarse. */
async function readLong(prisma: PrismaClient, id: string, most: number): Promise<Points> {
  const points = await readExtremes(prisma, id);
  if (points.steps.length >= most / 5) return points;
  return (await readPoints(prisma, [id])).get(id) ?? points;
}

/** Extremes of the segments; a segment's points share the time of the segment, which no page shows. */
async function readExtremes(prisma: PrismaClient, id: string): Promise<Points> {
  const rows = await prisma.$queryRaw<{ step: number; time: number; value: string }[]>`
    SELECT p.step::float8 AS step, 0::float8 AS time, p.value::text AS value
    FROM "MetricSegment" m, LATERAL (VALUES (m."minStep", m.min), (m."maxStep", m.max), (m."nanStep", 'NaN'::float8)) p(step, value)
    WHERE m."seriesId" = ${id}::bigint AND p.step IS NOT NULL ORDER BY p.step`;
  return inOrder({
    steps: Float64Array.from(rows, ({ step }) => step),
    times: Float64Array.from(rows, ({ time }) => time),
    values: Float64Array.from(rows, ({ value }) => Number(value)),
  });
}

/** Whole curves by the ids of their series. */
export async function readPoints(
  prisma: PrismaClient | Transaction,
  ids: readonly string[],
): Promise<Map<string, Points>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma.$queryRaw<SegmentRow[]>`
    SELECT "seriesId"::text AS id, steps, times, "values" FROM "MetricSegment"
    WHERE "seriesId" = ANY(${ids}::bigint[]) ORDER BY "seriesId", "firstStep"`;
  const parts = new Map<string, Points[]>(ids.map((id) => [id, []]));
  for (const row of rows) parts.get(row.id)?.push(pointsOf(row));
  return new Map([...parts].map(([id, list]) => [id, concatenate(list)]));
}

/** Columns of a segment as they are read. */
export interface SegmentRow {
  readonly id: string;
  readonly steps: Uint8Array;
  readonly times: Uint8Array;
  readonly values: Uint8Array;
}

/** The points of a segment. */
export function pointsOf({ steps, times, values }: Omit<SegmentRow, 'id'>): Points {
  return { steps: fromBytes(steps), times: fromBytes(times), values: fromBytes(values) };
}
