import { createPrisma } from '@fiducial/prisma/client';
import { readMigrations } from '@fiducial/prisma/migrate';
import { readSeries } from '@fiducial/server/metric/read-points';
import pg from 'pg';
import { expect, inject, test } from 'vitest';

const runId = '01890000-0000-7000-8000-000000000001';

test('curves and parameters of earlier versions are kept', async () => {
  const server = inject('databaseUrl');
  const name = `migrated_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const migrations = await readMigrations();
  const at = migrations.findIndex((migration) => migration.name === '0020_tracking');
  for (const { sql } of migrations.slice(0, at)) await client.query(sql);
  await client.query(`
    INSERT INTO "Team" (id, slug, name) VALUES ('${runId}', 'team', 'Team');
    INSERT INTO "Project" (id, "teamId", slug, name) VALUES ('${runId}', '${runId}', 'p', 'P');
    INSERT INTO "Run" (id, "projectId", kind, title, params, "requestDigest")
      VALUES ('${runId}', '${runId}', 'trainModel', 'old', '{"attack": "pgd", "of": {"steps": 10, "none": null, "sizes": [1, 2]}}', '');
    INSERT INTO "RunMetric" ("runId", name, step, value, at)
      SELECT '${runId}', 'loss', step, CASE step WHEN 7 THEN 'NaN' WHEN 4500 THEN -1 ELSE step / 10.0 END, '2026-01-02T03:04:05.678Z'
      FROM generate_series(1, 5000) step;
    INSERT INTO "RunMetric" ("runId", name, step, value) VALUES ('${runId}', 'odd', 3, 'NaN'), ('${runId}', 'odd', 1, '-Infinity')`);
  for (const { sql } of migrations.slice(at)) await client.query(sql);
  await client.end();

  const prisma = createPrisma(url.href, { connections: 1 });
  const [loss, odd] = await readSeries(prisma, runId, { names: null, most: 10_000 });
  expect(loss).toMatchObject({ name: 'loss', count: 5000 });
  const steps = Array.from({ length: 5000 }, (_, place) => place + 1);
  expect(Array.from(loss?.points.steps ?? [])).toEqual(steps);
  const value = (step: number) => (step === 7 ? Number.NaN : step === 4500 ? -1 : step / 10);
  expect(Array.from(loss?.points.values ?? [])).toEqual(steps.map(value));
  expect(new Date(loss?.points.times[4999] ?? 0).toISOString()).toBe('2026-01-02T03:04:05.678Z');
  expect(odd?.points.values).toEqual(Float64Array.of(Number.NEGATIVE_INFINITY, Number.NaN));
  const segments = await prisma.metricSegment.findMany({
    orderBy: [{ seriesId: 'asc' }, { firstStep: 'asc' }],
  });
  expect(segments.filter(({ count }) => count > 10)).toMatchObject([
    {
      firstStep: 1n,
      lastStep: 4096n,
      count: 4096,
      min: 0.1,
      minStep: 1n,
      max: 409.6,
      maxStep: 4096n,
      nanStep: 7n,
    },
    { firstStep: 4097n, lastStep: 5000n, count: 904, min: -1, minStep: 4500n, max: 500, nanStep: null },
  ]);
  expect(await prisma.metricSeries.findFirst({ where: { name: 'loss' } })).toMatchObject({
    count: 5000,
    last: 500,
    lastStep: 5000n,
    min: -1,
    max: 500,
  });
  expect(await prisma.runParam.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
    { name: 'attack', text: 'pgd', number: null },
    { name: 'of.sizes', text: '[1,2]', number: null },
    { name: 'of.steps', text: '10', number: 10 },
  ]);
  await prisma.$disconnect();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});
