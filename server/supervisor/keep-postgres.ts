import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, type PostgresOptions, startPostgres } from '../postgres/start-postgres';

/** Between two looks: without a database nothing goes on, and a look reads one small file. */
const intervalMs = 1000;
const longestDelayMs = 30_000;

/**
 * Starts PostgreSQL and keeps it running: when it dies, it is started again on the same port, where everybody connects
 * anew by themselves.
 *
 * @throws {SetUpError} when it cannot be started at first
 */
export async function keepPostgres(
  options: PostgresOptions,
  say: (line: string) => void,
): Promise<EmbeddedPostgres> {
  const first = await startPostgres(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = first;
  let delayMs = intervalMs;
  const look = async (): Promise<void> => {
    if (await current.isRunning()) return;
    say('PostgreSQL ended; it is started again.');
    try {
      current = await startPostgres({ ...options, port: first.port });
      delayMs = intervalMs;
      say('PostgreSQL is back.');
    } catch (error) {
      delayMs = Math.min(2 * delayMs, longestDelayMs);
      say(`${(error as Error).message} The next try is in ${delayMs / 1000} s.`); // startPostgres rejects with errors only
    }
  };
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await look();
    }
  };
  const watching = watch();
  return {
    ...first,
    stop: async () => {
      stopping.abort();
      await watching;
      await current.stop();
    },
  };
}
