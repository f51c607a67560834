import { join } from 'node:path';
import { migrate } from '@fiducial/prisma/migrate';
import { env } from '../env';
import { installQueue } from '../jobs/queue';
import { SetUpError } from '../set-up-error';
import { keepPostgres } from './keep-postgres';
import type { Terminal } from './terminal';

/** A migrated database. */
export interface OpenDatabase {
  readonly url: string;
  /** Ends it where it is our own. */
  stop(): Promise<void>;
}

/** Brings up the database: the server of DATABASE_URL, or one of our own; then migrates it. @throws {SetUpError} */
export async function openDatabase(terminal: Terminal): Promise<OpenDatabase> {
  const database = env.databaseUrl
    ? { url: env.databaseUrl, stop: async () => undefined }
    : await terminal.step(
        'PostgreSQL',
        () => keepPostgres({ folder: env.dataFolder }, terminal.line),
        ({ port, created }) =>
          `port ${port}, data in ${join(env.dataFolder, 'postgres')}${created ? ', new' : ''}`,
      );
  try {
    await terminal.step(
      'Tables',
      () => migrateAll(database.url, (error) => terminal.line(`Queue: ${error.message}`)),
      (applied) => (applied.length ? `${applied.length} migrations applied` : 'up to date'),
    );
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

async function migrateAll(url: string, onError: (error: Error) => void): Promise<string[]> {
  try {
    const applied = await migrate(url);
    await installQueue({ url, onError });
    return applied;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // whatever pg or the engine rejects with
    if (env.databaseUrl && /^(ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|28|3D)/.test(code ?? ''))
      throw new SetUpError(
        `The database of DATABASE_URL cannot be used: ${message || code}. Check the address, or unset it to use the embedded one.`,
      );
    throw error;
  }
}
