import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFolder } from '../testkit/build-folder';
import { emptyDatabase } from '../testkit/database';
import { type JobBench, openJobBench } from '../testkit/job-bench';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

/** A lease of seconds would have a worker on a busy machine taken for dead: then a run is begun twice. */
const lone = {
  WORKER_CONCURRENCY: '1',
  FIDUCIAL_HEARTBEAT_SECONDS: '1',
  FIDUCIAL_LEASE_SECONDS: '60',
};

test('two workers that know a database and a folder, and nothing of each other, share the work', async () => {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'fiducial-host-'))));
  const workers = await Promise.all(
    folders.map((folder) => bench.worker({ FIDUCIAL_DATA: folder, ...lone })),
  );
  const runs = [];
  for (let at = 0; at < 10; at++)
    runs.push(await bench.submit({ kind: 'slow', params: { steps: 6, milliseconds: 50 + at } }));
  // What one worker made, the other one reads.
  const made = await bench.submit({ kind: 'sum', params: { value: 4 } });
  const inputs = Array.from({ length: 4 }, (_, at) =>
    bench.submit({ kind: 'sum', params: { value: at }, inputs: { a: made.id } }),
  );
  runs.push(made, ...(await Promise.all(inputs)));
  for (const { id } of runs) await bench.reached(id, 'SUCCEEDED', 60_000);
  const taken = workers.map(({ output }) => output().split('"started: ').length - 1);
  expect(taken[0]).toBeGreaterThan(0);
  expect(taken[1]).toBeGreaterThan(0);
  expect((taken[0] ?? 0) + (taken[1] ?? 0)).toBe(runs.length);
  expect(await bench.prisma.worker.count()).toBe(2);
  await bench.stopWorkers();
  expect(await bench.prisma.worker.count()).toBe(0);
  expect(await bench.verify()).toEqual([]);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}, 120_000);

test('a worker that finds the tables of no release, or of another, ends with a sentence', async () => {
  const { url, drop } = await emptyDatabase();
  const child = fork(join(buildFolder, 'worker.js'), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: url },
  });
  let words = '';
  child.stderr?.on('data', (chunk) => {
    words += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(words).toContain('The tables of DATABASE_URL are not those of this release.');
  expect(words).toContain('fiducial -- migrate');
  // What systemd and the supervisor know as an error that starting again does not mend.
  expect(code).toBe(78);
  await drop();
});
