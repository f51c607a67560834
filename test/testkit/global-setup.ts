import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@fiducial/prisma/migrate';
import { installQueue } from '@fiducial/server/jobs/queue';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { buildFolder } from './build-folder';
import { bundleAll } from './bundle-all';
import { templateName } from './database';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server on which each test file clones the template. */
    databaseUrl: string;
  }
}

/** Once per run: one PostgreSQL, one migrated template database, the bundles of the processes under test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-test-'));
  const [postgres] = await Promise.all([
    // Nothing here has to survive a power cut.
    startPostgres({
      folder,
      settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'],
    }),
    bundleAll(buildFolder),
  ]);
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${templateName}`);
  await admin.end();
  const template = new URL(postgres.url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  await installQueue({
    url: template.href,
    onError: (error) => {
      throw error;
    },
  });
  project.provide('databaseUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
