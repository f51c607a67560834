import { Prisma, RunStatus } from '@fiducial/prisma/client';
import { InvalidInputError } from '../user-error';
import { double, inProjects, metricColumns } from './run-conditions';
import type { RunSort } from './run-filter-inputs';

/** How runs `r` are put in order: by a key that some of them have, and those that lack it by their ids. */
export interface RunOrder {
  /** What `r` is read with. The key's own table leads, so that its index gives the order. */
  readonly from: Prisma.Sql;
  /** Of those that have the key; null where every run has it. */
  readonly has: Prisma.Sql | null;
  /** Of those that lack it. */
  readonly lacks: Prisma.Sql;
  /** The key, and the id beside it in the same index. */
  readonly key: Prisma.Sql;
  readonly id: Prisma.Sql;
  readonly ascending: boolean;
  /** The key of a cursor as SQL. @throws {InvalidInputError} for one that cannot be */
  readonly parse: (text: string) => Prisma.Sql;
}

const run = Prisma.sql`"Run" r`;
const runId = Prisma.sql`r.id`;
const never = Prisma.sql`false`;

const asText = (text: string) => Prisma.sql`${text}`;

function asNumber(text: string): Prisma.Sql {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw wrongCursor();
  return double(value);
}

function asMoment(text: string): Prisma.Sql {
  const day = /^(?!0000)(\d{4}-\d\d-\d\d)[ T][\d:.]+(\+00|Z)$/.exec(text)?.[1];
  if (!day || Number.isNaN(Date.parse(text.replace('+00', 'Z')))) throw wrongCursor();
  // JavaScript takes 30 February for 2 March.
  if (new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) throw wrongCursor();
  return Prisma.sql`${text}::timestamptz`;
}

function asStatus(text: string): Prisma.Sql {
  if (!(text in RunStatus)) throw wrongCursor();
  return Prisma.sql`${text}::"RunStatus"`;
}

/** A cursor that this list did not give. */
export function wrongCursor(): InvalidInputError {
  return new InvalidInputError('cursor: expected one that this list gave, sorted as it is now', {
    field: 'after',
  });
}

const fields = {
  TITLE: { key: Prisma.sql`r.title`, parse: asText },
  STATUS: { key: Prisma.sql`r.status`, parse: asStatus },
  KIND: { key: Prisma.sql`r.kind`, parse: asText },
} as const;

/** @throws {InvalidInputError} unless exactly one thing to sort by is given */
export function orderOf(sort: RunSort | null | undefined, projectIds: readonly string[]): RunOrder {
  const ascending = sort?.ascending ?? false;
  const { field, metric, parameter, tag } = sort ?? { field: 'CREATED' as const };
  const given = [field, metric, parameter, tag].filter((one) => one !== null && one !== undefined);
  if (given.length !== 1)
    throw new InvalidInputError(
      `sort: expected one of field, metric, parameter and tag, got ${given.length}`,
      { field: 'sort' },
    );
  if (metric) {
    const column = Prisma.sql`k.${metricColumns[metric.of ?? 'LAST']}`;
    return byKey({
      table: Prisma.sql`"MetricSeries"`,
      where: Prisma.sql`${inProjects(Prisma.sql`k."projectId"`, projectIds)} AND k.name = ${metric.name}
        AND ${(metric.of ?? 'LAST') === 'LAST' ? Prisma.sql`${column} <> 'NaN'::float8` : Prisma.sql`${column} IS NOT NULL`}`,
      key: column,
      parse: asNumber,
      ascending,
    });
  }
  if (parameter) {
    const where = Prisma.sql`${inProjects(Prisma.sql`k."projectId"`, projectIds)} AND k.name = ${parameter.name}`;
    const table = Prisma.sql`"RunParam"`;
    return parameter.asText
      ? byKey({ table, where, key: Prisma.sql`left(k.text, 100)`, parse: asText, ascending })
      : byKey({
          table,
          where: Prisma.sql`${where} AND k.number IS NOT NULL`,
          key: Prisma.sql`k.number`,
          parse: asNumber,
          ascending,
        });
  }
  if (tag !== null && tag !== undefined)
    return byKey({
      table: Prisma.sql`"RunTag"`,
      where: Prisma.sql`${inProjects(Prisma.sql`k."projectId"`, projectIds)} AND k.key = ${tag}`,
      key: Prisma.sql`k.value`,
      parse: asText,
      ascending,
    });
  if (field === 'ENDED')
    return {
      from: run,
      has: Prisma.sql`r."finishedAt" IS NOT NULL`,
      lacks: Prisma.sql`r."finishedAt" IS NULL`,
      key: Prisma.sql`r."finishedAt"`,
      id: runId,
      ascending,
      parse: asMoment,
    };
  // Ids grow with time: they are the order of creation.
  const { key, parse } = field && field !== 'CREATED' ? fields[field] : { key: null, parse: asText };
  return {
    from: run,
    has: null,
    lacks: never,
    key: key ?? Prisma.sql`''::text`,
    id: runId,
    ascending,
    parse,
  };
}

/** By a column of a table of runs. */
function byKey({
  table,
  where,
  ...rest
}: {
  table: Prisma.Sql;
  where: Prisma.Sql;
  key: Prisma.Sql;
  parse: RunOrder['parse'];
  ascending: boolean;
}): RunOrder {
  return {
    ...rest,
    from: Prisma.sql`${table} k JOIN "Run" r ON r.id = k."runId"`,
    has: where,
    lacks: Prisma.sql`NOT EXISTS (SELECT 1 FROM ${table} k WHERE k."runId" = r.id AND ${where})`,
    id: Prisma.sql`k."runId"`,
  };
}
