import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';

let bench: JobBench;

beforeAll(async () => {
  bench = await openJobBench();
  await bench.worker();
});
afterAll(() => bench.close());

describe('a run', () => {
  test('is queued, claimed, computed in a child and recorded', async () => {
    const run = await bench.submit({ kind: 'sum', params: { value: 3 } });
    expect(run).toMatchObject({ status: 'QUEUED', attempt: 0, params: { value: 3 }, taskVersion: null });
    const ended = await bench.reached(run.id, 'SUCCEEDED');
    expect(ended).toMatchObject({
      attempt: 1,
      results: { sum: 3 },
      failure: null,
      workerId: null,
      taskVersion: 3,
    });
    expect(ended.inputDigest).toMatch(/^[0-9a-f]{64}$/);
    const [output] = await bench.prisma.runArtifact.findMany({
      where: { runId: run.id },
      include: { artifact: true },
    });
    expect(output).toMatchObject({ name: 'sum', artifact: { bytes: 8n } });
  });

  test('that takes over an equal one names the version of the code that computed it', async () => {
    const first = await bench.submit({ kind: 'sum', params: { value: 5 } });
    await bench.reached(first.id, 'SUCCEEDED');
    const again = await bench.submit({ kind: 'sum', params: { value: 5 } });
    expect(await bench.reached(again.id, 'SUCCEEDED')).toMatchObject({
      reusedFromRunId: first.id,
      taskVersion: 3,
    });
  });
});
