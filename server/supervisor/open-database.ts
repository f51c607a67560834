import { join } from 'node:path';
import { ForeignDatabaseError, migrate } from '@fiducial/prisma/migrate';
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

/** Makes the tables that are missing, the queue's too; gives the names of the migrations applied. @throws {SetUpError} */
export async function migrateAll(url: string, onError: (error: Error) => void): Promise<string[]> {
  try {
    const applied = await migrate(url);
    await installQueue({ url, onError });
    return applied;
  } catch (error) {
    throw new SetUpError(describeTablesFailure(error, Boolean(env.databaseUrl)));
  }
}

/** A sentence for what keeps the tables from being made, in a database of the user's own or in the embedded one. */
export function describeTablesFailure(error: unknown, own: boolean): string {
  if (error instanceof ForeignDatabaseError)
    return `The database ${error.database} of DATABASE_URL holds other tables. Make an empty one (createdb fiducial), or unset DATABASE_URL to use the embedded one.`;
  const { code, message } = error as NodeJS.ErrnoException; // whatever pg or the engine rejects with
  if (own && /^(ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|28|3D)/.test(code ?? ''))
    return `The database of DATABASE_URL cannot be used: ${message || code}. Check the address, or unset it to use the embedded one.`;
  const words = (message || code || String(error)).trim().split('\n').slice(0, 4).join(' ');
  return own
    ? `The tables cannot be made in the database of DATABASE_URL: ${words}. Give its user the right to make tables and schemas, or name an empty database of its own.`
    : `The tables cannot be brought up to date in the database below ${env.dataFolder}: ${words}. Nothing was removed. Start the release that made it, or name another folder with FIDUCIAL_DATA.`;
}
