import { submitRun } from '@fiducial/server/run/submit-run';
import { inTransaction } from '@fiducial/server/transaction';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;
let otherProject: string;
beforeAll(async () => {
  bench = await openJobBench();
  const team = await bench.prisma.team.create({ data: { slug: 'other', name: 'Other' } });
  const project = await bench.prisma.project.create({ data: { teamId: team.id, slug: 'p', name: 'P' } });
  otherProject = project.id;
});
afterAll(() => bench.close());

/** Queues a run `times` times over, as so many submits would. */
async function multiply(id: string, times: number): Promise<void> {
  const { prisma } = bench;
  await prisma.$executeRaw`
    INSERT INTO "Run" (id, "projectId", kind, title, params, seed, "requestDigest", status, "lastSeq")
    SELECT gen_random_uuid(), "projectId", kind, 'many', params, n, "requestDigest", status, "lastSeq"
    FROM "Run", generate_series(1, ${times}::int) AS n WHERE id = ${id}::uuid`;
  await prisma.$executeRaw`
    INSERT INTO "RunEvent" ("runId", seq, type, data) SELECT id, 1, 'queued', '{}' FROM "Run" WHERE title = 'many'`;
  await prisma.$executeRaw`
    INSERT INTO pgboss.job SELECT (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(),
      'data', jsonb_build_object('runId', r.id)))).* FROM pgboss.job j, "Run" r WHERE r.title = 'many' AND j.data->>'runId' = ${id}`;
}

/** The runs in the order in which they were claimed. */
async function claims(): Promise<string[]> {
  const events = await bench.prisma.runEvent.findMany({ where: { type: 'claimed' }, orderBy: { at: 'asc' } });
  return events.map(({ runId }) => runId);
}

describe('10,000 queued runs of one team', () => {
  test('do not hold up one run of another', async () => {
    const request = { kind: 'slow', params: { steps: 4, milliseconds: 50 } };
    const { id } = await bench.submit({ ...request, seed: 0 });
    await multiply(id, 10_000);
    expect(await bench.verify()).toEqual([]);
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    await waitFor('the first team to be served', async () => (await claims()).length >= 2);
    const other = await inTransaction(bench.prisma, (tx) =>
      submitRun(tx, { projectId: otherProject, kind: 'sum', title: 'one', params: { value: 9 } }),
    );
    const before = (await claims()).length;
    const asked = performance.now();
    await waitFor('the other team to be served', async () => (await bench.run(other.id)).attempt === 1);
    const waited = performance.now() - asked;
    const order = await claims();
    // One may have been claimed between the look and the submit, and one be running: then it is the other team's turn.
    expect(order.indexOf(other.id) - before).toBeLessThanOrEqual(2);
    expect(waited).toBeLessThan(15_000);
  });

  test('are taken by priority within their team, and a run that had its turn comes before its equals', async () => {
    await bench.stopWorkers();
    const urgent = await bench.submit({ kind: 'sum', params: { value: 77 }, priority: 1 });
    await bench.worker({ WORKER_CONCURRENCY: '1' });
    const run = await bench.reached(urgent.id, 'SUCCEEDED');
    expect(run.attempt).toBe(1);
    const order = await claims();
    expect(order.slice(0, order.indexOf(urgent.id)).length).toBeLessThan(60);
  });
});
