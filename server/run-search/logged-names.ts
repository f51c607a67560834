import { Prisma, type PrismaClient } from '@fiducial/prisma/client';

const mostNames = 500;

/** Names that runs of a project carry, in alphabetical order; at most 500. */
export type NamesOf = (prisma: PrismaClient, projectId: string) => Promise<string[]>;

/**
 * Reads distinct names by jumping from one to the next in an index that begins with project and name: a project with a
 * million runs and twenty names takes twenty jumps.
 */
function distinct(table: string, column: string, condition = 'true'): NamesOf {
  const [from, name] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
  const indexed = Prisma.raw(condition);
  return async (prisma, projectId) => {
    const rows = await prisma.$queryRaw<{ name: string }[]>`
      WITH RECURSIVE names AS (
        (SELECT ${name} AS name FROM ${from} WHERE "projectId" = ${projectId}::uuid AND ${indexed} ORDER BY ${name} LIMIT 1)
        UNION ALL
        SELECT (SELECT ${name} FROM ${from} WHERE "projectId" = ${projectId}::uuid AND ${name} > names.name AND ${indexed}
          ORDER BY ${name} LIMIT 1)
        FROM names WHERE names.name IS NOT NULL
      )
      SELECT name FROM names WHERE name IS NOT NULL LIMIT ${mostNames}::int`;
    return rows.map((row) => row.name);
  };
}

/** Metrics that have a number for their last value. */
export const metricNames = distinct('MetricSeries', 'name', `"last" <> 'NaN'::float8`);
/** Paths of parameters. */
export const parameterNames = distinct('RunParam', 'name');
/** Keys of tags. */
export const tagKeys = distinct('RunTag', 'key');
