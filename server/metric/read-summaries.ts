import type { MetricGoal, PrismaClient } from '@fiducial/prisma/client';
import DataLoader from 'dataloader';
import type { ApiContext } from '../graphql/context';
import { type RealJson, realFromJson } from './real';

/** Most metrics of a run in one answer. */
export const mostSummaries = 1000;

/** What is known of a metric without its curve, as the database writes it in JSON. */
export interface MetricSummary {
  readonly name: string;
  readonly goal: MetricGoal | null;
  readonly count: number;
  readonly last: RealJson;
  readonly lastStep: number;
  /** In milliseconds since 1970. */
  readonly lastAt: number;
  readonly min: RealJson | null;
  readonly max: RealJson | null;
  readonly best: RealJson | null;
}

interface Wanted {
  readonly runId: string;
  /** Only these metrics; null for all. */
  readonly names: readonly string[] | null;
}

type Summaries = DataLoader<Wanted, readonly MetricSummary[], string>;

const ofRequest = new WeakMap<ApiContext, Summaries>();

/**
 * Metrics of a run without their curves, by name, at most {@link mostSummaries}; those of all runs of an answer in one statement.
 * They come as one text of JSON a run: a page of 20 runs with nine metrics is answered a third more often a second than from rows.
 */
export function readSummaries(context: ApiContext, wanted: Wanted): Promise<readonly MetricSummary[]> {
  const { prisma } = context;
  const there = ofRequest.get(context);
  const loader: Summaries =
    there ?? new DataLoader((all) => readAll(prisma, all), { cacheKeyFn: (one) => JSON.stringify(one) });
  if (!there) ofRequest.set(context, loader);
  return loader.load(wanted);
}

async function readAll(prisma: PrismaClient, all: readonly Wanted[]): Promise<(readonly MetricSummary[])[]> {
  const rows = await prisma.$queryRaw<{ metrics: MetricSummary[] | null }[]>`
    SELECT (
      SELECT json_agg(s) FROM (
        SELECT name, goal, count, last, "lastStep", (extract(epoch FROM "lastAt") * 1000)::float8 AS "lastAt", min, max, best
        FROM "MetricSeries" m
        WHERE m."runId" = w."runId" AND (w.names IS NULL OR m.name IN (SELECT json_array_elements_text(w.names)))
        ORDER BY name LIMIT ${mostSummaries}) s
    ) AS metrics
    FROM ROWS FROM (json_to_recordset(${JSON.stringify(all)}::json) AS ("runId" uuid, names json)) WITH ORDINALITY AS w("runId", names, at)
    ORDER BY w.at`;
  return rows.map(({ metrics }) => metrics ?? []);
}

/** A value as a number; null where there is none. */
export const realOf = (value: RealJson | null): number | null => realFromJson(value) ?? null;
