import type { MetricGoal } from '@fiducial/prisma/client';
import { readTogether } from '../graphql/read-together';
import { type RealJson, realFromJson } from './real';

/** Most metrics of a run in one answer. */
const mostSummaries = 1000;

/** A run, and what of its metrics is wanted. */
interface WantedOfRun {
  readonly runId: string;
  /** Only the metrics of these names; null for all. */
  readonly names: readonly string[] | null;
}

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

/**
 * Metrics of a run without their curves, by name, at most {@link mostSummaries}; those of all runs of an answer in one statement.
 * They come as one text of JSON a run: a page of 20 runs with nine metrics is answered a third more often a second than from rows.
 */
export const readSummaries = readTogether(
  async (prisma, all: readonly WantedOfRun[]): Promise<(readonly MetricSummary[])[]> => {
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
  },
);

/** Value at the greatest step of each metric, under its name. */
export type LastValues = Readonly<Record<string, RealJson>>;

/** Last values of the metrics of a run, of at most {@link mostSummaries}; those of all runs of an answer in one statement. */
export const readLastValues = readTogether(
  async (prisma, all: readonly WantedOfRun[]): Promise<LastValues[]> => {
    const rows = await prisma.$queryRaw<{ values: LastValues | null }[]>`
    SELECT (
      SELECT json_object_agg(name, last) FROM (
        SELECT name, last FROM "MetricSeries" m
        WHERE m."runId" = w."runId" AND (w.names IS NULL OR m.name IN (SELECT json_array_elements_text(w.names)))
        ORDER BY name LIMIT ${mostSummaries}) s
    ) AS values
    FROM ROWS FROM (json_to_recordset(${JSON.stringify(all)}::json) AS ("runId" uuid, names json)) WITH ORDINALITY AS w("runId", names, at)
    ORDER BY w.at`;
    return rows.map(({ values }) => values ?? {});
  },
);

/** A value as a number; null where there is none. */
export const realOf = (value: RealJson | null): number | null => realFromJson(value) ?? null;
