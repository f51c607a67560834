import type { Failpoint } from '@fiducial/server/jobs/failpoints';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import type { WorkerProcess } from '../testkit/worker-process';

let bench: JobBench;
/** Takes over what others leave; paused while they are to take something. */
let survivor: WorkerProcess;

beforeAll(async () => {
  bench = await openJobBench();
  survivor = await bench.worker({ FIDUCIAL_WORKER_ID: '00000000-0000-7000-8000-000000000001' });
});
afterAll(() => bench.close());

/** Where a worker dies, and the attempt that ends the run. */
const places: readonly [Failpoint, number][] = [
  ['afterTake', 1],
  ['insideClaim', 1],
  ['afterClaim', 2],
  ['beforeChild', 2],
  ['afterStaging', 2],
  ['afterReserve', 2],
  ['afterAdopt', 2],
  ['insideSuccess', 2],
  ['afterSuccess', 1],
];

describe('a worker that is killed', () => {
  test.each(places)('at %s loses nothing', async (place, attempts) => {
    survivor.kill('SIGSTOP');
    const doomed = await bench.worker({ FIDUCIAL_FAILPOINTS: `${place}=kill`, WORKER_CONCURRENCY: '1' });
    const { id } = await bench.submit({ kind: 'files', params: { salt: place }, idempotencyKey: place });
    expect(await doomed.exited).toBe('SIGKILL');
    // What was taken and not claimed is offered again after 20 s; a test need not wait for so long.
    await bench.prisma.$executeRaw`UPDATE pgboss.job SET expire_seconds = 1 WHERE state = 'active'`;
    survivor.kill('SIGCONT');
    const run = await bench.reached(id, 'SUCCEEDED', 40_000);
    expect(run).toMatchObject({ attempt: attempts, lostAttempts: attempts - 1, results: { files: 3 } });
    expect(await bench.prisma.runArtifact.count({ where: { runId: id } })).toBe(3);
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
  });
});

describe('a run that kills its workers', () => {
  test('is given up after the third, and says so', async () => {
    survivor.kill('SIGSTOP');
    const { id } = await bench.submit({ kind: 'poison', params: {} });
    for (let lost = 0; lost < 3; lost++) expect(await (await bench.worker()).exited).toBe('SIGKILL');
    survivor.kill('SIGCONT');
    const run = await bench.reached(id, 'FAILED');
    expect(run).toMatchObject({
      attempt: 3,
      failure: { code: 'WORKER_LOST', step: 'poisoning', message: expect.stringContaining('lost 3 times') },
    });
    await bench.collectGarbage();
  });
});
