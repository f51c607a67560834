import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrisma, type PrismaClient } from '@fiducial/prisma/client';
import { isMigrated } from '@fiducial/prisma/migrate';
import { env } from '../env';
import { startPostgres } from '../postgres/start-postgres';
import { SetUpError } from '../set-up-error';
import { lockDataFolder } from '../supervisor/data-lock';
import { ownerOf } from '../supervisor/first-checks.mjs';

/** The records of the product, whether it runs or not. */
export interface Installation {
  readonly prisma: PrismaClient;
  readonly url: string;
  /** Leaves everything as it was found: a database that was started for this is stopped again. */
  close(): Promise<void>;
}

/**
 * Opens the database of DATABASE_URL, or that of the data folder, which is started when the product does not run.
 *
 * @throws {SetUpError} when it cannot be
 */
export async function openInstallation(): Promise<Installation> {
  const database = await openAsItIs();
  if (!(await isMigrated(database.url))) {
    await database.stop();
    throw new SetUpError(
      'The tables are those of another release. Start the product once: it brings them up to date.',
    );
  }
  const prisma = createPrisma(database.url, { connections: 2 });
  return {
    prisma,
    url: database.url,
    close: async () => {
      await prisma.$disconnect();
      await database.stop();
    },
  };
}

/** The database, whatever its tables are. @throws {SetUpError} when there is none, or it does not start */
export async function openAsItIs(): Promise<{ url: string; stop: () => Promise<unknown> }> {
  return env.databaseUrl ? { url: env.databaseUrl, stop: async () => undefined } : embeddedDatabase();
}

/** A database that something is restored into. */
export interface EmptyPlace {
  readonly url: string;
  close(): Promise<void>;
  /** Leaves no new folder behind, where restoring failed. */
  giveUp(): Promise<void>;
}

/**
 * Opens the database of DATABASE_URL, or makes one in the data folder, where the product must not run.
 *
 * @throws {SetUpError} when it runs, or the folder cannot be used
 */
export async function openEmptyPlace(): Promise<EmptyPlace> {
  const nothing = async () => undefined;
  if (env.databaseUrl) return { url: env.databaseUrl, close: nothing, giveUp: nothing };
  const folder = env.dataFolder;
  const unlock = await lockDataFolder(folder);
  try {
    const started = await startPostgres({ folder });
    const close = async () => {
      await started.stop();
      await unlock();
    };
    return {
      url: started.url,
      close,
      giveUp: async () => {
        await close();
        if (!started.created) return;
        for (const made of ['postgres', 'postgres.json', 'postgres.log'])
          await rm(join(folder, made), { recursive: true, force: true });
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function embeddedDatabase(): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const folder = env.dataFolder;
  if (!existsSync(join(folder, 'postgres')))
    throw new SetUpError(
      `There is no database in ${folder}. Name the folder with FIDUCIAL_DATA, or a server with DATABASE_URL.`,
    );
  if (await ownerOf(folder)) {
    // The product runs, and keeps its database running: `startPostgres` finds it, and it is not ours to stop.
    const running = await startPostgres({ folder });
    return { url: running.url, stop: async () => undefined };
  }
  const unlock = await lockDataFolder(folder);
  const started = await startPostgres({ folder }).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  return {
    url: started.url,
    stop: async () => {
      await started.stop();
      await unlock();
    },
  };
}
