import { Prisma, type PrismaClient } from '@fiducial/prisma/client';
import { isUuid } from '../uuid';
import { all, checkConditions, conditionsOf, inProjects } from './run-conditions';
import type { RunFilter, RunSort } from './run-filter-inputs';
import { orderOf, type RunOrder, wrongCursor } from './run-order';

/** Which runs, in which order. */
export interface RunSearch {
  readonly projectIds: readonly string[];
  readonly filter: RunFilter;
  readonly sort: RunSort | null | undefined;
}

/** Which part of the list: `count` from the front after a cursor, or from the back before one. */
export interface RunPlace {
  readonly count: number;
  readonly backward: boolean;
  readonly cursor: string | null | undefined;
}

/** A run of a page, with its place in the list. */
export interface FoundRun {
  readonly id: string;
  readonly cursor: string;
}

/** Where a run stands: by the value of its key, or among those that lack it, and by its id. */
interface Place {
  readonly key: string | null;
  readonly id: string;
}

/** More runs than this are counted as one more than this: a count of all would cost more than the page. */
export const mostCounted = 1000;

/**
 * A page of a list. Places are compared by their values, not counted: a page costs the same wherever it lies, and runs
 * that come or go meanwhile neither repeat nor hide others.
 *
 * @throws {InvalidInputError} for a cursor that is none of this list
 */
export async function searchRuns(
  prisma: PrismaClient,
  search: RunSearch,
  { count, backward, cursor }: RunPlace,
): Promise<{ runs: FoundRun[]; more: boolean }> {
  if (search.projectIds.length === 0) return { runs: [], more: false };
  checkConditions(search.filter);
  const order = orderOf(search.sort, search.projectIds);
  const after = cursor ? decode(cursor) : null;
  const rows: Place[] = [];
  // Those that have the key come first: from the back, the others do.
  for (const keyed of backward ? [false, true] : [true, false]) {
    if (rows.length > count || (!keyed && !order.has)) continue;
    const from = placeIn(after, { keyed, backward });
    if (from === 'nothing') continue;
    rows.push(
      ...(await readPart(prisma, {
        search,
        order,
        keyed,
        backward,
        from,
        limit: count + 1 - rows.length,
      })),
    );
  }
  const page = rows.slice(0, count).map((place) => ({ id: place.id, cursor: encode(place) }));
  return { runs: backward ? page.reverse() : page, more: rows.length > count };
}

/** Whether a list is all runs of its projects, the newest first: its rows are then read where they are found. */
export function isPlain({ filter, sort }: RunSearch): boolean {
  return !sort && Object.values(filter).every((condition) => condition === null || condition === undefined);
}

/** What of a plain list is read at a place, as conditions of the client: one row more than the page has. */
export function plainPart(
  { projectIds }: RunSearch,
  { count, backward, cursor }: RunPlace,
): Pick<Prisma.RunFindManyArgs, 'where' | 'orderBy' | 'take'> {
  const from = cursor ? decode(cursor) : null;
  return {
    where: {
      projectId: { in: [...projectIds] },
      ...(from && { id: backward ? { gt: from.id } : { lt: from.id } }),
    },
    orderBy: { id: backward ? 'asc' : 'desc' },
    take: count + 1,
  };
}

/** The rows of a plain list's part as its page. */
export function plainPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  { count, backward }: RunPlace,
): { page: { readonly cursor: string; readonly node: Row }[]; more: boolean } {
  const page = rows.slice(0, count).map((node) => ({
    node,
    // Made where it is asked for: most pages ask for the last one alone.
    get cursor() {
      return encode({ key: '', id: node.id });
    },
  }));
  return { page: backward ? page.reverse() : page, more: rows.length > count };
}

/** From where a part of the list is read: from its end, from a place in it, or not at all. */
function placeIn(
  cursor: Place | null,
  { keyed, backward }: { keyed: boolean; backward: boolean },
): Place | 'all' | 'nothing' {
  if (!cursor) return 'all';
  if ((cursor.key !== null) === keyed) return cursor;
  // The cursor lies in the other part, which comes before this one or after it.
  return keyed === backward ? 'all' : 'nothing';
}

interface Part {
  readonly search: RunSearch;
  readonly order: RunOrder;
  readonly keyed: boolean;
  readonly backward: boolean;
  readonly from: Place | 'all';
  readonly limit: number;
}

async function readPart(
  prisma: PrismaClient,
  { search, order, keyed, backward, from, limit }: Part,
): Promise<Place[]> {
  const id = keyed ? order.id : Prisma.sql`r.id`;
  // Those that lack the key are always in order of age, the newest first.
  const ascending = keyed ? order.ascending !== backward : backward;
  const [sign, direction] = ascending ? [Prisma.sql`>`, Prisma.sql`ASC`] : [Prisma.sql`<`, Prisma.sql`DESC`];
  const byId = !keyed || isConstant(order);
  const beyond =
    byId && from !== 'all'
      ? (column: Prisma.Sql) => Prisma.sql`${column} ${sign} ${from.id}::uuid`
      : undefined;
  const reached =
    from === 'all'
      ? []
      : [
          beyond?.(id) ??
            Prisma.sql`(${order.key}, ${id}) ${sign} (${order.parse(from.key ?? '')}, ${from.id}::uuid)`,
        ];
  const key = keyed ? order.key : Prisma.sql`NULL::text`;
  const sorted = (keyColumn: Prisma.Sql, idColumn: Prisma.Sql) => Prisma.sql`
    ORDER BY ${byId ? Prisma.empty : Prisma.sql`${keyColumn} ${direction}, `}${idColumn} ${direction} LIMIT ${limit}::int`;
  const source = keyed ? order.from : Prisma.sql`"Run" r`;
  // By a key, the rows are walked in its order whatever the filter is, and once is enough.
  const filters = byId ? choicesOf(search.filter) : [search.filter];
  const choices = filters.map((filter) => {
    const where = all([
      inProjects(Prisma.sql`r."projectId"`, search.projectIds),
      ...(keyed ? (order.has ? [order.has] : []) : [order.lacks]),
      ...conditionsOf(filter, search.projectIds, beyond),
      ...reached,
    ]);
    return Prisma.sql`(SELECT ${id} AS id, ${key} AS key FROM ${source} WHERE ${where} ${sorted(key, id)})`;
  });
  return prisma.$queryRaw<Place[]>`
    SELECT id::text, key::text FROM (${Prisma.join(choices, ' UNION ')}) found
    ${sorted(Prisma.sql`found.key`, Prisma.sql`found.id`)}`;
}

/**
 * Filters whose runs together are those of a filter: one for each choice of a group of which any may hold. The first runs of
 * all are among the first of each, which indexes find in order; of the group as a whole they do not.
 */
function choicesOf({ anyOf, ...others }: RunFilter): RunFilter[] {
  return anyOf?.map((choice) => ({ ...others, allOf: [...(others.allOf ?? []), choice] })) ?? [others];
}

/** Whether only the id gives the order: every run has the same key. */
function isConstant({ has, key }: RunOrder): boolean {
  return has === null && key.sql === "''::text";
}

/** Runs that a filter leaves, counted up to `mostCounted + 1`. */
export async function countRuns(
  prisma: PrismaClient,
  { projectIds, filter }: Omit<RunSearch, 'sort'>,
): Promise<number> {
  if (projectIds.length === 0) return 0;
  const where = all([inProjects(Prisma.sql`r."projectId"`, projectIds), ...conditionsOf(filter, projectIds)]);
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM "Run" r WHERE ${where} LIMIT ${mostCounted + 1}::int) counted`;
  return row?.count ?? 0;
}

function encode({ key, id }: Place): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

function decode(cursor: string): Place {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const storable = key === null || (typeof key === 'string' && !/[\0\p{Surrogate}]/u.test(key));
    if (typeof id === 'string' && isUuid(id) && storable) return { key: key as string | null, id };
  } catch {
    // Not JSON: somebody made it up.
  }
  throw wrongCursor();
}
