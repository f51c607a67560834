import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { prismaFolder } from './folder';
import { migrationList, withSchemaEngine } from './schema-engine';

/** Taken while migrating, so that of several processes started at once one migrates and the others wait. */
const lockKey = 4_600_001;

/** One folder a migration, named so that they sort in the order in which they apply. */
export const migrationsFolder = join(prismaFolder, 'migrations');

/** The database is not empty, and what it holds is not ours. */
export class ForeignDatabaseError extends Error {
  override readonly name = 'ForeignDatabaseError';
  constructor(readonly database: string) {
    super(`database ${database}: expected an empty one or one of Fiducial's, got one with other tables`);
  }
}

/** The migrations in the order in which they apply. */
export async function readMigrations(): Promise<{ name: string; sql: string }[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/**
 * Applies the migrations that the database at `url` lacks, of all or of those named, and returns their names, oldest first.
 *
 * @throws {ForeignDatabaseError}
 */
export async function migrate(url: string, { only }: { only?: readonly string[] } = {}): Promise<string[]> {
  const migrations = (await readMigrations()).filter(({ name }) => only?.includes(name) ?? true);
  return withLock(url, async (client) => {
    await assertOurs(client, migrations);
    // Starting the engine costs 0.2 s: not needed where everything is applied.
    if ((await appliedCount(client)) === migrations.length) return [];
    await forgetFailed(client);
    const output = await withSchemaEngine({ url }, (engine) =>
      engine.applyMigrations({
        migrationsList: migrationList(migrationsFolder, migrations),
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    return output.appliedMigrationNames;
  });
}

/** Whether the database at `url` has exactly the tables that this release knows. Changes nothing. */
export async function isMigrated(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await appliedCount(client)) === (await readMigrations()).length;
  } finally {
    await client.end();
  }
}

/**
 * A migration that failed, or whose process died, was undone by the database: each is one transaction. The engine would refuse
 * every later one until it is told so.
 */
async function forgetFailed(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('public._prisma_migrations') AS "table"`);
  if (!rows[0]?.table) return;
  await client.query(
    'UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
}

/** Another program may have made its tables by Prisma too: then its list of migrations holds none of ours. */
async function assertOurs(client: pg.Client, migrations: readonly { name: string }[]): Promise<void> {
  const tables = await client.query(
    `SELECT current_database() AS "database", c.relname AS "table" FROM pg_class c
     WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')`,
  );
  const [first] = tables.rows;
  if (!first) return;
  if (tables.rows.some(({ table }) => table === '_prisma_migrations')) {
    const applied = await client.query('SELECT migration_name AS "name" FROM public._prisma_migrations');
    const ours = new Set(migrations.map(({ name }) => name));
    if (!applied.rows.length && tables.rows.length === 1) return;
    if (applied.rows.some(({ name }) => ours.has(name))) return;
  }
  throw new ForeignDatabaseError(first.database);
}

async function appliedCount(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`SELECT to_regclass('public._prisma_migrations') AS "table"`);
  if (!rows[0]?.table) return 0;
  const counted = await client.query(
    'SELECT count(*)::int AS "count" FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return counted.rows[0]?.count ?? 0;
}

async function withLock<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    return await use(client);
  } finally {
    await client.end();
  }
}
