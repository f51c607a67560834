import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Ends all connections to a database, as an administrator may, and waits a moment. */
export async function endConnections(url: string, thenMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
  await sleep(thenMs);
}
