import type { Socket } from 'node:net';
import pg from 'pg';

/** How long a pool waits for a connection, a new one or one that comes free, in milliseconds. */
const connectMs = 30_000;

/** Connections to a database. */
export interface PoolOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly max: number;
  /** A statement that takes longer is ended by the database. */
  readonly statementTimeoutMs?: number | undefined;
  /** A connection on which nothing came or went for so long is ended: see {@link endSilent}. None without it. */
  readonly silentMs?: number | undefined;
  readonly applicationName?: string;
  /** Whether a commit waits until it is on disk; it does unless told otherwise. */
  readonly flushes?: boolean;
}

/** A pool of connections to the database at `url`. */
export function openPool({
  url,
  max,
  statementTimeoutMs,
  silentMs,
  applicationName,
  flushes = true,
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectMs,
    ...(statementTimeoutMs && { statement_timeout: statementTimeoutMs }),
    ...(applicationName && { application_name: applicationName }),
    ...(!flushes && { options: '-c synchronous_commit=off' }),
  });
  if (silentMs) pool.on('connect', (client) => endSilent(client, silentMs));
  return pool;
}

/**
 * Ends a connection on which nothing came or went for `silentMs`, so that what waits for an answer fails and is done anew on
 * another one. A connection whose other end is gone without a word would be waited for until the system gives it up, which
 * takes a quarter of an hour.
 */
export function endSilent(client: pg.ClientBase, silentMs: number): void {
  // Not part of the types: the socket, which is another one once TLS has begun.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.setTimeout(silentMs, () =>
    stream.destroy(new Error(`Connection terminated: the database was silent for ${silentMs / 1000} s`)),
  );
}
