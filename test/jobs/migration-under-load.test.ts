import { setTimeout as sleep } from 'node:timers/promises';
import { isMigrated, migrate, readMigrations } from '@fiducial/prisma/migrate';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../testkit/database';

/** An upgrade while the tables are read and written: whoever holds on is held up for a moment, and loses nothing. */
let database: TestDatabase;

/** Migrations that an earlier release had: all that the clients below need. */
const earlier = '0032_public_links';
/** A client may be held up for so long by a lock of the migration. */
const mostMs = 5000;

beforeAll(async () => {
  database = await emptyDatabase();
  const names = (await readMigrations()).map(({ name }) => name);
  await migrate(database.url, { only: names.filter((name) => name <= earlier) });
});
afterAll(() => database.drop());

/** Inserts runs with a parameter each and reads them back, as fast as it can, until told to stop. */
async function client(projectId: string, stopped: () => boolean) {
  const connection = new pg.Client({ connectionString: database.url });
  await connection.connect();
  const times: number[] = [];
  let written = 0;
  try {
    while (!stopped()) {
      const began = performance.now();
      await connection.query('BEGIN');
      const { rows } = await connection.query(
        `INSERT INTO "Run" (id, "projectId", kind, title, params, "requestDigest")
         VALUES (gen_random_uuid(), $1, 'logged', 'under load', '{}', 'x') RETURNING id`,
        [projectId],
      );
      await connection.query(
        `INSERT INTO "RunParam" ("runId", "projectId", name, text) VALUES ($1, $2, 'rate', '1')`,
        [rows[0].id, projectId],
      );
      await connection.query('COMMIT');
      written++;
      await connection.query(`SELECT * FROM "Run" WHERE "projectId" = $1 ORDER BY id DESC LIMIT 20`, [
        projectId,
      ]);
      times.push(performance.now() - began);
    }
  } finally {
    await connection.end();
  }
  return { written, longest: Math.max(...times) };
}

test('several processes upgrade at once while eight clients write: once, without an error or a lost row', async () => {
  const team = new pg.Client({ connectionString: database.url });
  await team.connect();
  const { rows } = await team.query(
    `WITH t AS (INSERT INTO "Team" (id, slug, name) VALUES (gen_random_uuid(), 'team', 'Team') RETURNING id)
     INSERT INTO "Project" (id, "teamId", slug, name) SELECT gen_random_uuid(), id, 'p', 'P' FROM t RETURNING id`,
  );
  const projectId = String(rows[0].id);
  let stop = false;
  const clients = Array.from({ length: 8 }, () => client(projectId, () => stop));
  await sleep(1000);
  expect(await isMigrated(database.url)).toBe(false);
  const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url)));
  await sleep(1000);
  stop = true;
  const done = await Promise.all(clients);

  const later = (await readMigrations()).map(({ name }) => name).filter((name) => name > earlier);
  expect(later.length).toBeGreaterThan(3);
  expect(applied.filter((names) => names.length > 0)).toEqual([later]);
  expect(await isMigrated(database.url)).toBe(true);
  const written = done.reduce((sum, one) => sum + one.written, 0);
  expect(written).toBeGreaterThan(100);
  const { rows: counted } = await team.query(
    `SELECT count(*)::int AS runs, (SELECT count(*)::int FROM "RunParam") AS params FROM "Run"`,
  );
  expect(counted[0]).toEqual({ runs: written, params: written });
  for (const { longest } of done) expect(longest).toBeLessThan(mostMs);
  await team.end();
}, 120_000);

test('a migration that fails leaves the tables as they were, and is applied once its cause is mended', async () => {
  const other = await emptyDatabase();
  try {
    const names = (await readMigrations()).map(({ name }) => name);
    await migrate(other.url, { only: names.filter((name) => name <= earlier) });
    const before = await columnsOf(other.url);
    const connection = new pg.Client({ connectionString: other.url });
    await connection.connect();
    // In the way of the next migration, which makes a table of that name.
    await connection.query('CREATE VIEW "Comment" AS SELECT 1 AS one');
    await expect(migrate(other.url)).rejects.toThrow();
    await connection.query('DROP VIEW "Comment"');
    await connection.end();
    expect(await columnsOf(other.url)).toEqual(before);
    expect(await migrate(other.url)).toEqual(names.filter((name) => name > earlier));
    expect(await isMigrated(other.url)).toBe(true);
  } finally {
    await other.drop();
  }
});

async function columnsOf(url: string): Promise<unknown[]> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  const { rows } = await connection.query(
    `SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  );
  await connection.end();
  return rows;
}
