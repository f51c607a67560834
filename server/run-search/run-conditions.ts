import { Prisma } from '@fiducial/prisma/client';
import { decodeGlobalID } from '../graphql/global-id';
import { InvalidInputError, LimitError } from '../user-error';
import {
  deepest,
  type MetricValue,
  mostIds,
  mostInAll,
  type NumberCondition,
  type RunFilter,
  type TextCondition,
} from './run-filter-inputs';

const mostConditions = 10;
const mostChoices = 100;
/** Characters of a text that an index holds: see the migration. */
const indexedCharacters = 100;

/** The column of a metric's row that holds a value of it. */
export const metricColumns: Readonly<Record<MetricValue, Prisma.Sql>> = {
  LAST: Prisma.sql`"last"`,
  MIN: Prisma.sql`"min"`,
  MAX: Prisma.sql`"max"`,
  BEST: Prisma.sql`"best"`,
};

/** A double in SQL: Prisma passes what is not finite only as a text. */
export const double = (value: number) => Prisma.sql`${String(value)}::float8`;

/** Condition that the run `r` belongs to one of some projects; one alone is compared so that its index gives the order. */
export function inProjects(column: Prisma.Sql, projectIds: readonly string[]): Prisma.Sql {
  const [only, ...more] = projectIds;
  if (only !== undefined && more.length === 0) return Prisma.sql`${column} = ${only}::uuid`;
  return Prisma.sql`${column} = ANY(${projectIds}::uuid[])`;
}

/**
 * Conditions on the run `r` that a filter with its groups stands for.
 *
 * `reached` says of a column of run ids what holds for `r.id` already, where the list goes on from a run: told of the rows
 * of metrics, parameters and tags too, it spares reading those of the pages before.
 *
 * @throws {LimitError} for more of them, or groups lying deeper, than make sense
 * @throws {InvalidInputError} for a group of nothing
 */
export function conditionsOf(
  filter: RunFilter,
  projectIds: readonly string[],
  reached?: (column: Prisma.Sql) => Prisma.Sql,
): Prisma.Sql[] {
  checkConditions(filter);
  const ofRun = [
    Prisma.sql`x."runId" = r.id`,
    inProjects(Prisma.sql`x."projectId"`, projectIds),
    ...(reached ? [reached(Prisma.sql`x."runId"`)] : []),
  ];
  return toSql(filter, ofRun);
}

/** @throws {LimitError} @throws {InvalidInputError} as `conditionsOf` */
export function checkConditions(filter: RunFilter): void {
  const count = countConditions(filter, 1);
  if (count > mostInAll)
    throw new LimitError(`filter: expected at most ${mostInAll} conditions in all, got ${count}`);
}

/** Conditions in a filter and its groups. @throws as `conditionsOf` */
function countConditions(filter: RunFilter, level: number): number {
  const { metrics, parameters, tags, allOf, anyOf, ...others } = filter;
  const { ids, except } = others;
  for (const [field, list] of Object.entries({ ids, except }))
    if (list && list.length > mostIds)
      throw new LimitError(`filter.${field}: expected at most ${mostIds} runs, got ${list.length}`);
  if (level > deepest)
    throw new LimitError(
      `filter: expected groups nested at most ${deepest} deep, the filter itself included`,
    );
  for (const [field, list] of Object.entries({ metrics, parameters, tags }))
    if (list && list.length > mostConditions)
      throw new LimitError(`filter.${field}: expected at most ${mostConditions}, got ${list.length}`);
  for (const [field, group] of Object.entries({ allOf, anyOf }))
    if (group?.length === 0)
      throw new InvalidInputError(`filter.${field}: expected at least one filter, got none`, {
        field: 'filter',
      });
  const single = Object.values(others).filter(Boolean).length;
  const lists = [metrics, parameters, tags].reduce((sum, list) => sum + (list?.length ?? 0), 0);
  // A filter without conditions counts as one, so that there is an end to these, too.
  const own = Math.max(1, single + lists);
  return [...(allOf ?? []), ...(anyOf ?? [])].reduce(
    (sum, inner) => sum + countConditions(inner, level + 1),
    allOf || anyOf ? single + lists : own,
  );
}

/** `ofRun` holds for a row `x` of what the run `r` has. */
function toSql(filter: RunFilter, ofRun: readonly Prisma.Sql[]): Prisma.Sql[] {
  const {
    kinds,
    statuses,
    text,
    metrics,
    parameters,
    tags,
    created,
    ended,
    ids,
    except,
    newest,
    allOf,
    anyOf,
  } = filter;
  return [
    ...(ids ? [Prisma.sql`r.id = ANY(${ids.map(runId)}::uuid[])`] : []),
    ...(except ? [Prisma.sql`r.id <> ALL(${except.map(runId)}::uuid[])`] : []),
    // Ids grow with time.
    ...(newest ? [Prisma.sql`r.id <= ${runId(newest)}::uuid`] : []),
    ...(kinds ? [Prisma.sql`r.kind = ANY(${kinds}::text[])`] : []),
    ...(statuses ? [Prisma.sql`r.status = ANY(${statuses}::"RunStatus"[])`] : []),
    ...(text ? [contains(Prisma.sql`r.title`, text)] : []),
    ...dates(Prisma.sql`r."createdAt"`, created),
    ...dates(Prisma.sql`r."finishedAt"`, ended),
    ...(metrics ?? []).map(({ name, of, is, missing }) =>
      exists(missing, Prisma.sql`"MetricSeries" x`, [
        ...ofRun,
        Prisma.sql`x.name = ${name}`,
        ...numbers(Prisma.sql`x.${metricColumns[of ?? 'LAST']}`, is),
      ]),
    ),
    ...(parameters ?? []).map(({ name, number, text: words, missing }) =>
      exists(missing, Prisma.sql`"RunParam" x`, [
        ...ofRun,
        Prisma.sql`x.name = ${name}`,
        ...numbers(Prisma.sql`x.number`, number),
        ...texts(Prisma.sql`x.text`, words, true),
      ]),
    ),
    ...(tags ?? []).map(({ key, value, missing }) =>
      exists(missing, Prisma.sql`"RunTag" x`, [
        ...ofRun,
        Prisma.sql`x.key = ${key}`,
        ...texts(Prisma.sql`x.value`, value, false),
      ]),
    ),
    ...(allOf ?? []).flatMap((inner) => toSql(inner, ofRun)),
    ...(anyOf
      ? [
          Prisma.sql`(${Prisma.join(
            anyOf.map((inner) => Prisma.sql`(${all(toSql(inner, ofRun))})`),
            ' OR ',
          )})`,
        ]
      : []),
  ];
}

/** The key of a run's global id. @throws {InvalidInputError} */
function runId(globalId: string): string {
  const { typename, id } = decodeGlobalID(globalId);
  if (typename === 'Run') return id;
  throw new InvalidInputError(`id: expected one of a run, got one of ${typename}`, { field: 'filter' });
}

/** All of some conditions. */
export function all(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length > 0 ? Prisma.join([...conditions], ' AND ') : Prisma.sql`true`;
}

function exists(
  missing: boolean | null | undefined,
  from: Prisma.Sql,
  conditions: readonly Prisma.Sql[],
): Prisma.Sql {
  return Prisma.sql`${missing ? Prisma.sql`NOT` : Prisma.empty} EXISTS (SELECT 1 FROM ${from} WHERE ${all(conditions)})`;
}

function dates(
  column: Prisma.Sql,
  range: { from?: Date | null | undefined; before?: Date | null | undefined } | null | undefined,
): Prisma.Sql[] {
  return [
    ...(range?.from ? [Prisma.sql`${column} >= ${range.from.toISOString()}::timestamptz`] : []),
    ...(range?.before ? [Prisma.sql`${column} < ${range.before.toISOString()}::timestamptz`] : []),
  ];
}

const comparisons = {
  equals: Prisma.sql`=`,
  not: Prisma.sql`<>`,
  above: Prisma.sql`>`,
  atLeast: Prisma.sql`>=`,
  below: Prisma.sql`<`,
  atMost: Prisma.sql`<=`,
} as const;

/** Postgres holds not-a-number for the greatest of all: here it fulfills no condition. */
function numbers(column: Prisma.Sql, condition: NumberCondition | null | undefined): Prisma.Sql[] {
  const given = Object.entries(comparisons).flatMap(([name, sign]) => {
    const value = condition?.[name as keyof typeof comparisons]; // a key of the table above
    return value === null || value === undefined ? [] : [Prisma.sql`${column} ${sign} ${double(value)}`];
  });
  return given.length > 0 ? [...given, Prisma.sql`${column} <> 'NaN'::float8`] : [];
}

/** `indexed` where an index holds only the beginning of the text, which is then compared first. */
function texts(
  column: Prisma.Sql,
  condition: TextCondition | null | undefined,
  indexed: boolean,
): Prisma.Sql[] {
  const { equals, not, contains: part, oneOf } = condition ?? {};
  if (oneOf && oneOf.length > mostChoices)
    throw new InvalidInputError(`oneOf: expected at most ${mostChoices} texts, got ${oneOf.length}`, {
      field: 'oneOf',
    });
  const wanted = equals !== null && equals !== undefined ? [equals] : oneOf;
  const beginnings = wanted?.map((text) => [...text].slice(0, indexedCharacters).join('')) ?? [];
  return [
    ...(wanted
      ? [
          ...(indexed ? [Prisma.sql`left(${column}, 100) = ANY(${beginnings}::text[])`] : []),
          Prisma.sql`${column} = ANY(${wanted}::text[])`,
        ]
      : []),
    ...(not !== null && not !== undefined ? [Prisma.sql`${column} <> ${not}`] : []),
    ...(part ? [contains(column, part)] : []),
  ];
}

/** Letter by letter, capitals aside: signs of a pattern stand for themselves. */
function contains(column: Prisma.Sql, part: string): Prisma.Sql {
  return Prisma.sql`${column} ILIKE ${`%${part.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}
