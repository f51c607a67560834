import { readMigrations } from '@fiducial/prisma/migrate';
import pg from 'pg';
import { appliedMigrations } from '../backup/table-list';
import { env } from '../env';
import { sizeInWords } from '../size-in-words';
import type { Examination, Verdict } from './examination';

/** PostgreSQL 14, as `server_version_num` says it. */
const leastVersion = 140_000;
/** Beyond this sessions and certificates begin and end at the wrong time. */
const skewedMs = 5000;
/** A worker or API process holds about as many; what is left is for people. */
const spareConnections = 20;

/** The database, given how it is reached; whatever cannot be asked is told by the first examination alone. */
export function databaseExaminations(url: string): readonly Examination[] {
  const asking = (ask: (client: pg.Client) => Promise<Verdict>) => () => withClient(url, ask);
  return [
    { title: 'Database', examine: asking(examineServer) },
    { title: 'Tables', examine: asking(examineTables) },
    { title: 'Clock', examine: asking(examineClock) },
    { title: 'Workers', examine: asking(examineWorkers) },
  ];
}

async function withClient(url: string, ask: (client: pg.Client) => Promise<Verdict>): Promise<Verdict> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    application_name: 'fiducial-doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException; // what pg rejects with
    return {
      state: 'broken',
      words: `it does not answer: ${message || code}`,
      todo: env.databaseUrl
        ? 'Check the address, user and password of DATABASE_URL, and that the server runs.'
        : `See postgres.log in ${env.dataFolder}.`,
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function examineServer(client: pg.Client): Promise<Verdict> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS "version", current_setting('server_version_num')::int AS "number",
       current_setting('max_connections')::int AS "most", (SELECT count(*)::int FROM pg_stat_activity) AS "open",
       pg_database_size(current_database())::float8 AS "bytes", pg_is_in_recovery() AS "standby"`,
  );
  const { version, number, most, open, bytes, standby } = rows[0];
  const words = `PostgreSQL ${version}${env.databaseUrl ? '' : ', embedded'}, ${sizeInWords(bytes)}, ${open} of ${most} connections`;
  if (standby)
    return {
      state: 'broken',
      words: `${words}, a standby`,
      todo: 'Name the primary server with DATABASE_URL.',
    };
  if (number < leastVersion)
    return {
      state: 'broken',
      words,
      todo: 'PostgreSQL 14 or later is needed: upgrade it, or name another with DATABASE_URL.',
    };
  if (most - open < spareConnections)
    return {
      state: 'warning',
      words,
      todo: 'Raise max_connections: a worker takes 2 per run at once and 6 more, the API 16.',
    };
  return { state: 'ok', words };
}

async function examineTables(client: pg.Client): Promise<Verdict> {
  const known = (await readMigrations()).map(({ name }) => name);
  const applied = new Set(await appliedMigrations(client));
  const later = [...applied].filter((name) => !known.includes(name));
  const missing = known.filter((name) => !applied.has(name));
  if (later.length)
    return {
      state: 'broken',
      words: `of a later release, which added ${later.join(', ')}`,
      todo: 'Start that release, or restore a backup that this one made.',
    };
  if (missing.length)
    return {
      state: applied.size ? 'broken' : 'warning',
      words: applied.size ? `of an earlier release, without ${missing.join(', ')}` : 'none yet',
      todo: 'Make a backup, then "npm run fiducial -- migrate"; "npm start" does it too.',
    };
  return { state: 'ok', words: `those of this release, ${applied.size} migrations` };
}

async function examineClock(client: pg.Client): Promise<Verdict> {
  const before = Date.now();
  const { rows } = await client.query(
    `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "ms", current_setting('TimeZone') AS "zone"`,
  );
  const after = Date.now();
  const ms = rows[0].ms - (before + after) / 2;
  const words = `this machine and the database differ by ${(Math.abs(ms) / 1000).toFixed(1)} s`;
  if (Math.abs(ms) < skewedMs) return { state: 'ok', words };
  return {
    state: 'warning',
    words,
    todo: 'Let both follow one time server (NTP): sessions and certificates go by the clock.',
  };
}

async function examineWorkers(client: pg.Client): Promise<Verdict> {
  const { rows: tables } = await client.query(`SELECT to_regclass('public."Worker"') AS "table"`);
  if (!tables[0].table) return { state: 'ok', words: 'none yet' };
  const { rows } = await client.query(
    `SELECT count(*) FILTER (WHERE "heartbeatAt" > now() - make_interval(secs => $1))::int AS "alive",
       count(DISTINCT host) FILTER (WHERE "heartbeatAt" > now() - make_interval(secs => $1))::int AS "hosts",
       (SELECT count(*)::int FROM "Run" WHERE status = 'QUEUED') AS "queued"
     FROM "Worker"`,
    [env.leaseMs / 1000],
  );
  const { alive, hosts, queued } = rows[0];
  const words = `${alive} on ${hosts} ${hosts === 1 ? 'machine' : 'machines'}, ${queued} runs queued`;
  if (alive === 0 && queued > 0)
    return { state: 'warning', words, todo: 'Start the product, or a worker: "npm run worker".' };
  return { state: 'ok', words };
}
