import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

/** Workers whose clocks are wrong by hours: leases are measured by the database's clock alone. */
let bench: JobBench;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-clock-'));
  bench = await openJobBench();
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

/** Options for Node with which a process, and those that it forks, believe to be so many hours later. */
async function hoursOff(hours: number): Promise<{ NODE_OPTIONS: string }> {
  const file = join(folder, `clock-${hours}.mjs`);
  await writeFile(
    file,
    `const off = ${hours * 3_600_000}, RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...given) { super(...(given.length ? given : [RealDate.now() + off])); }
  static now() { return RealDate.now() + off; }
};
`,
  );
  return { NODE_OPTIONS: `--import=${pathToFileURL(file).href}` };
}

let seed = 0;
const slow = (steps: number) =>
  bench.submit({ kind: 'slow', params: { steps, milliseconds: 50 }, seed: seed++ });

test.each([-30, 30])(
  'a worker whose clock is %i h off keeps its runs and their times right',
  async (hours) => {
    await bench.worker(await hoursOff(hours));
    // Beside one whose clock is right, and who would take over what it took for dead.
    await bench.worker();
    const runs = await Promise.all(Array.from({ length: 6 }, () => slow(60)));
    for (const { id } of runs) {
      const { lostAttempts, attempt, startedAt, finishedAt } = await bench.reached(id, 'SUCCEEDED', 60_000);
      expect({ lostAttempts, attempt }).toEqual({ lostAttempts: 0, attempt: 1 });
      for (const time of [startedAt, finishedAt])
        expect(Math.abs((time?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000);
    }
    const steps = await bench.prisma.runStep.findMany({ where: { runId: { in: runs.map(({ id }) => id) } } });
    for (const { startedAt } of steps)
      expect(Math.abs(startedAt.getTime() - Date.now())).toBeLessThan(3_600_000);
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  },
  120_000,
);

test.each([-30, 30])(
  'a dead worker is noticed by one whose clock is %i h off, a living one is not',
  async (hours) => {
    const dying = await bench.worker({ WORKER_CONCURRENCY: '1' });
    const { id } = await slow(100_000);
    await waitFor('progress', async () => (await bench.run(id)).progress !== null);
    await bench.worker({ ...(await hoursOff(hours)), WORKER_CONCURRENCY: '1' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await bench.run(id)).toMatchObject({ attempt: 1, lostAttempts: 0 });
    dying.kill('SIGKILL');
    await waitFor('the other one to take it', async () => {
      const { attempt, lostAttempts, progress } = await bench.run(id);
      return attempt === 2 && lostAttempts === 1 && progress !== null;
    });
    await bench.cancel(id);
    await bench.reached(id, 'CANCELLED');
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  },
  120_000,
);

test.each([-30, 30])(
  'alone, a worker whose clock is %i h off takes runs and is known to live',
  async (hours) => {
    await bench.worker(await hoursOff(hours));
    // For longer than its lease: it looks for dead workers itself, and must not be one of them.
    const runs = await Promise.all([slow(80), slow(80), slow(1), slow(1)]);
    for (const { id } of runs) await bench.reached(id, 'SUCCEEDED', 60_000);
    const [known] = await bench.prisma.worker.findMany({ orderBy: { id: 'desc' }, take: 1 });
    for (const time of [known?.startedAt, known?.heartbeatAt])
      expect(Math.abs((time?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000);
    await bench.stopWorkers();
    expect(await bench.verify()).toEqual([]);
  },
  120_000,
);
