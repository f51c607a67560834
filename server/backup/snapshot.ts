import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { backupLock } from '../artifact/reserve';
import { SetUpError } from '../set-up-error';
import { currentVersions } from '../versions';
import { backupFormat, entryNames, type Manifest } from './manifest';
import { appliedMigrations, listTables, quoted } from './table-list';

/** Rows are cut into parts of about this size: the archive wants to know an entry's size before it comes. */
const partBytes = 8 << 20;

/** A file that the records name. */
export interface NamedFile {
  readonly digest: string;
  readonly bytes: number;
  /** Whether a run or a complete upload names it: then it has to be there. */
  readonly needed: boolean;
}

/** The database as it was at one moment. While it is open, no file is removed from the store. */
export interface Snapshot {
  readonly manifest: Manifest;
  /** All rows, as entries of a backup. */
  parts(): AsyncGenerator<{ name: string; bytes: Buffer }>;
  /** All files on record, by digest. */
  files(): AsyncGenerator<NamedFile>;
  /** Ends reading rows, which hinders the database from tidying up; files stay protected. */
  finishRows(): Promise<void>;
  /** @throws {SetUpError} when the connection broke meanwhile, and files may have been removed */
  close(): Promise<void>;
}

/** Takes a snapshot of the database at `url`, whether anybody writes to it or not. */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url, application_name: 'fiducial-backup' });
  let broken: Error | undefined;
  client.on('error', (error) => {
    broken = error;
  });
  await client.connect();
  // Before the snapshot: what it names was there then, and stays.
  await client.query('SELECT pg_advisory_lock_shared($1)', [backupLock]);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const manifest = await describe(client);
  return {
    manifest,
    parts: () => parts(client, manifest),
    files: () => files(client),
    finishRows: async () => {
      await client.query('COMMIT');
    },
    close: async () => {
      await client.query('SELECT 1').catch((error: Error) => {
        broken ??= error;
      });
      await client.end().catch(() => undefined);
      if (broken) throw new SetUpError(`The connection to the database broke: ${broken.message}`);
    },
  };
}

async function describe(client: pg.Client): Promise<Manifest> {
  const { rows } = await client.query<{ now: Date; count: number; bytes: string }>(
    'SELECT now() AS "now", count(*)::int AS "count", coalesce(sum(bytes), 0) AS "bytes" FROM "Artifact"',
  );
  const [found] = rows;
  if (!found) throw new Error('An aggregate without a row.');
  return {
    format: backupFormat,
    fiducial: currentVersions().fiducial,
    createdAt: found.now.toISOString(),
    migrations: await appliedMigrations(client),
    tables: (await listTables(client)).map(({ name, columns }) => ({ name, columns: [...columns] })),
    files: { count: found.count, bytes: Number(found.bytes) },
  };
}

/** Uploads that were announced and have not come: nobody can send them to a restored server. */
const conditions: Readonly<Record<string, string>> = { Upload: 'WHERE "completedAt" IS NOT NULL' };

async function* parts(
  client: pg.Client,
  { tables }: Manifest,
): AsyncGenerator<{ name: string; bytes: Buffer }> {
  for (const [at, { name, columns }] of tables.entries()) {
    const list = columns.map(quoted).join(', ');
    const source = `COPY (SELECT ${list} FROM ${quoted(name)} ${conditions[name] ?? ''}) TO STDOUT`;
    let part = 0;
    for await (const bytes of inParts(client.query(copyTo(source))))
      yield { name: entryNames.part(at, name, part++), bytes: await promisify(gzip)(bytes, { level: 1 }) };
  }
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    size = 0;
  }
  if (size) yield Buffer.concat(gathered);
}

/** All in memory: 200 bytes a file, so that the snapshot need not stay open while they are copied. */
async function* files(client: pg.Client): AsyncGenerator<NamedFile> {
  const { rows } = await client.query<{ digest: string; bytes: string; needed: boolean }>(
    `SELECT a.digest, a.bytes, (
       EXISTS (SELECT 1 FROM "RunArtifact" ra WHERE ra.digest = a.digest)
       OR EXISTS (SELECT 1 FROM "Run" r, jsonb_each_text(r.uploads) u WHERE r.uploads IS NOT NULL AND u.value = a.digest)
       OR EXISTS (SELECT 1 FROM "Upload" up WHERE up.digest = a.digest AND up."completedAt" IS NOT NULL)) AS needed
     FROM "Artifact" a ORDER BY a.digest`,
  );
  for (const { digest, bytes, needed } of rows) yield { digest, bytes: Number(bytes), needed };
}
