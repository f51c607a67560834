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
    expect(run).toMatchObject({ status: 'QUEUED', attempt: 0, params: { value: 3 } });
    const ended = await bench.reached(run.id, 'SUCCEEDED');
    expect(ended).toMatchObject({ attempt: 1, results: { sum: 3 }, failure: null, workerId: null });
    expect(ended.inputDigest).toMatch(/^[0-9a-f]{64}$/);
    const [output] = await bench.prisma.runArtifact.findMany({
      where: { runId: run.id },
      include: { artifact: true },
    });
    expect(output).toMatchObject({ name: 'sum', artifact: { bytes: 8n } });
  });
});
