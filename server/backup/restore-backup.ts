import type { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createPrisma } from '@fiducial/prisma/client';
import { ForeignDatabaseError, migrate, readMigrations } from '@fiducial/prisma/migrate';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ArtifactStore } from '../artifact/store';
import { closeQueue, installQueue, openQueue } from '../jobs/queue';
import { requeueRestored } from '../jobs/requeue-restored';
import { SetUpError } from '../set-up-error';
import { entryNames, type Manifest } from './manifest';
import { type CheckedBackup, readEntries } from './read-backup';
import { appliedMigrations, listTables, quoted } from './table-list';

/** Largest that a part of some rows may get when it is unpacked: a row may be larger than a part. */
const mostPartBytes = 1 << 30;

/** Where a backup goes: an empty database, and a store without files. */
export interface RestoreRequest {
  readonly file: string;
  /** What `checkBackup` said of the file. */
  readonly checked: CheckedBackup;
  readonly url: string;
  readonly store: ArtifactStore;
}

/** What was restored. */
export interface RestoredBackup {
  readonly tables: number;
  readonly files: number;
  /** Runs that were under way when the backup was made, and begin again. */
  readonly requeued: number;
}

/**
 * Restores a backup. Rows appear all at once, after the files: what fails before leaves the database as it was, and
 * removes the files again. Tables are brought up to date from a backup of an earlier release.
 *
 * @throws {SetUpError} for a backup of a later release, and where something is there already
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  const { checked, url, store } = request;
  const { manifest } = checked;
  await assertKnown(manifest);
  await assertEmptyStore(store);
  await makeTables(url, manifest);
  const client = new pg.Client({ connectionString: url, application_name: 'fiducial-restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertNoRows(client);
    await readInto(client, store, request);
  } catch (error) {
    await emptyStore(store).catch((left: Error) => {
      throw new SetUpError(
        `${(error as Error).message} What had come into the store ${store.name} could not be removed (${left.message}): empty it before the next try.`,
        { cause: error },
      );
    });
    throw error;
  } finally {
    await client.end();
  }
  await migrate(url);
  const requeued = await fillQueue(url);
  return { tables: manifest.tables.length, files: checked.files, requeued };
}

/** @throws {SetUpError} for a backup with migrations that this release does not have */
async function assertKnown({ migrations, fiducial }: Manifest): Promise<void> {
  const known = new Set((await readMigrations()).map(({ name }) => name));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length)
    throw new SetUpError(
      `The backup was made by a later release (Fiducial ${fiducial}): this one does not know its tables (${unknown.join(', ')}). Restore it with that release or a later one.`,
    );
}

async function assertEmptyStore(store: ArtifactStore): Promise<void> {
  for await (const _some of store.list())
    throw new SetUpError(
      `The store ${store.name} holds files already. Restore into an empty one: name it with FIDUCIAL_DATA or FIDUCIAL_ARTIFACTS.`,
    );
}

async function emptyStore(store: ArtifactStore): Promise<void> {
  for await (const some of store.list()) for (const { digest } of some) await store.remove(digest);
}

/** The tables as they were, no more: rows of an earlier release fit no other. */
async function makeTables(url: string, { migrations }: Manifest): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const wanted = new Set(migrations);
  const later = await appliedMigrations(client)
    .then((applied) => applied.filter((name) => !wanted.has(name)))
    .finally(() => client.end());
  if (later.length)
    throw new SetUpError(
      `The database has tables of a later release than the backup (${later.join(', ')}). Restore into an empty database; its tables are brought up to date then.`,
    );
  try {
    await migrate(url, { only: migrations });
  } catch (error) {
    if (!(error instanceof ForeignDatabaseError)) throw error;
    throw new SetUpError(`The ${error.message}. Restore into an empty database.`);
  }
}

async function assertNoRows(client: pg.Client): Promise<void> {
  for (const { name } of await listTables(client)) {
    const { rows } = await client.query(`SELECT EXISTS (SELECT 1 FROM ${quoted(name)}) AS "some"`);
    if (rows[0]?.some)
      throw new SetUpError(
        `The database holds records already (in ${name}). Restore into an empty one: name a new folder with FIDUCIAL_DATA, or an empty database with DATABASE_URL.`,
      );
  }
}

async function readInto(
  client: pg.Client,
  store: ArtifactStore,
  { file, checked: { manifest } }: RestoreRequest,
): Promise<void> {
  await client.query('BEGIN');
  // Files come after the rows, and may take long.
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  await client.query('SET LOCAL statement_timeout = 0');
  const copy = openCopy(client, manifest);
  for await (const { name, content } of readEntries(file)) {
    const table = entryNames.partPattern.exec(name)?.[1];
    const stored = entryNames.filePattern.exec(name);
    if (table)
      await copy.write(
        table,
        await promisify(gunzip)(await buffer(content), { maxOutputLength: mostPartBytes }),
      );
    if (stored) await store.put(content, `${stored[1]}${stored[2]}`);
  }
  await copy.end();
  await raiseSequences(client);
  await client.query('COMMIT');
}

/** Rows of one table after the other, each table in one statement. */
function openCopy(client: pg.Client, { tables }: Manifest) {
  const columnsOf = new Map(tables.map(({ name, columns }) => [name, columns]));
  let open: { table: string; stream: Writable; done: Promise<void> } | undefined;
  const end = async () => {
    open?.stream.end();
    await open?.done;
    open = undefined;
  };
  const begin = (table: string) => {
    const columns = (columnsOf.get(table) ?? []).map(quoted).join(', ');
    const stream = client.query(copyFrom(`COPY ${quoted(table)} (${columns}) FROM STDIN`));
    const done = finished(stream);
    done.catch(() => undefined);
    return { table, stream, done };
  };
  return {
    write: async (table: string, bytes: Buffer) => {
      if (open?.table !== table) {
        await end();
        open = begin(table);
      }
      const { stream, done } = open;
      const taken = new Promise<void>((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve()));
      });
      // A row that is refused ends the statement: then nobody takes what comes after it.
      await Promise.race([taken, done]);
    },
    end,
  };
}

/** Numbers that the database gives itself go on after the highest that was restored. */
async function raiseSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS "sequence"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1, greatest((SELECT max(${quoted(column)}) FROM ${quoted(table)}), 1), EXISTS (SELECT 1 FROM ${quoted(table)}))`,
      [sequence],
    );
}

/** Makes the queue anew from the runs; the workers of the backup are not here. Returns how many runs begin again. */
async function fillQueue(url: string): Promise<number> {
  // What breaks the connection also ends the statement that needs it.
  const onError = () => undefined;
  await installQueue({ url, onError });
  await openQueue({ url, onError });
  const prisma = createPrisma(url, { connections: 2, onError });
  try {
    return await requeueRestored(prisma);
  } finally {
    await prisma.$disconnect();
    await closeQueue();
  }
}
