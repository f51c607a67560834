import type pg from 'pg';

/** A table of the product, with the columns that hold what cannot be computed. */
export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The engine writes its own list when tables are made. */
const migrationsTable = '_prisma_migrations';

/**
 * Tables of which nothing is kept: a session signs somebody in, so that a stolen backup would too, and after a restore
 * people sign in again anyway.
 */
const leftOut = new Set([migrationsTable, 'Session', 'Verification']);

/** Names of the migrations that a database has, in the order in which they apply; none where there is no such table. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(`SELECT to_regclass('public.${migrationsTable}') AS "table"`);
  if (!rows[0]?.table) return [];
  const applied = await client.query<{ name: string }>(
    `SELECT migration_name AS "name" FROM public.${migrationsTable}
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return applied.rows.map(({ name }) => name);
}

/** All tables of the product, a table after those that it refers to. Found in the database's own catalog. */
export async function listTables(client: pg.Client): Promise<BackedUpTable[]> {
  const columns = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS "columns"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY c.relname`,
  );
  const references = await client.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
     JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND f.relnamespace = 'public'::regnamespace`,
  );
  const found = columns.rows.filter(({ table }) => !leftOut.has(table));
  return inOrder(found, references.rows).map(({ table, columns: names }) => ({
    name: table,
    columns: names,
  }));
}

/** @throws {Error} when tables refer to each other in a circle: then no order will do */
function inOrder<T extends { table: string }>(
  tables: readonly T[],
  references: readonly { from: string; to: string }[],
): T[] {
  const ordered: T[] = [];
  let left = [...tables].sort((a, b) => (a.table < b.table ? -1 : 1));
  while (left.length) {
    const names = new Set(left.map(({ table }) => table));
    const waits = new Set(references.filter(({ to }) => names.has(to)).map(({ from }) => from));
    const next = left.filter(({ table }) => !waits.has(table));
    if (!next.length) throw new Error(`Tables refer to each other in a circle: ${[...names].join(', ')}.`);
    ordered.push(...next);
    left = left.filter(({ table }) => waits.has(table));
  }
  return ordered;
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
