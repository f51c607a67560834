/**
 * `npm run migration --workspace prisma NAME`: writes migrations/NNNN_name/migration.sql with what schema/ has
 * that the migrations lack. Needs DATABASE_URL, a server on which a scratch database can be made and dropped.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diffFromSchema } from './diff';
import { databaseUrl } from './env';
import { migrationsFolder, readMigrations } from './migrate';

const [name] = process.argv.slice(2);
if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
  throw new Error('Name the migration: lower-case words joined by _.');
if (!databaseUrl) throw new Error('Set DATABASE_URL to a PostgreSQL server on which a database may be made.');

const sql = await diffFromSchema(databaseUrl);
if (sql) {
  const number = String((await readMigrations()).length + 1).padStart(4, '0');
  const folder = join(migrationsFolder, `${number}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(`Wrote ${folder}/migration.sql. Read it before you commit it.`);
} else {
  console.log('The migrations agree with schema/: nothing to write.');
}
