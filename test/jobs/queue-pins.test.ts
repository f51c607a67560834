import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readSchema } from '@fiducial/prisma/read-schema';
import { queueName } from '@fiducial/server/jobs/queue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';

/** What of pg-boss our promises rest on, and what another release of it may change without a word. */
let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

test('is a release in which the late result of a paused worker does not win', async () => {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(await readFile(require.resolve('pg-boss/package.json'), 'utf8')) as {
    version: string;
  };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  expect(major * 1000 + minor).toBeGreaterThanOrEqual(12_035);
});

test('keeps the limits that we set, not its own', async () => {
  const [queue] = await bench.prisma.$queryRaw<Record<string, number | boolean>[]>`
    SELECT expire_seconds, retry_limit, retry_delay, retry_backoff, retention_seconds, deletion_seconds
    FROM pgboss.queue WHERE name = ${queueName}`;
  expect(queue).toEqual({
    // 15 minutes unless told: a job is active for milliseconds here.
    expire_seconds: 20,
    // Twice unless told: giving up is decided on the run.
    retry_limit: 100_000,
    retry_delay: 1,
    retry_backoff: false,
    // Two weeks unless told, after which a queued run would be lost.
    retention_seconds: 3650 * 86_400,
    deletion_seconds: 3600,
  });
});

test('gives each job these limits and the group of its team', async () => {
  const { id } = await bench.submit({ kind: 'sum', params: { value: 1 } });
  const [job] = await bench.prisma.$queryRaw<Record<string, unknown>[]>`
    SELECT state::text, expire_seconds, retry_limit, group_id, priority,
      extract(epoch FROM keep_until - created_on)::int AS kept_seconds
    FROM pgboss.job WHERE data->>'runId' = ${id}`;
  const { teamId } = await bench.prisma.project.findUniqueOrThrow({ where: { id: bench.projectId } });
  expect(job).toMatchObject({
    state: 'created',
    expire_seconds: 20,
    retry_limit: 100_000,
    group_id: teamId,
    priority: 0,
    kept_seconds: 3650 * 86_400,
  });
});

test('has a schema of its own, of which ours says nothing', async () => {
  for (const { content } of await readSchema()) expect(content).not.toMatch(/pgboss/i);
  const tables = await bench.prisma.$queryRaw<{ schema: string }[]>`
    SELECT DISTINCT table_schema AS schema FROM information_schema.tables WHERE table_name IN ('job', 'queue')`;
  expect(tables).toEqual([{ schema: 'pgboss' }]);
});

test('loses a job with the transaction that sends it', async () => {
  const before = await bench.prisma.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM pgboss.job`;
  await expect(
    bench.submit({
      kind: 'sum',
      params: { value: 1 },
      inputs: { other: '00000000-0000-7000-8000-000000000000' },
    }),
  ).rejects.toThrow('no such run');
  const after = await bench.prisma.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM pgboss.job`;
  expect(after).toEqual(before);
});
