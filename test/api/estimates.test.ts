import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

interface Estimate {
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly memoryParts: readonly { what: string; bytes: number; field: string | null }[];
  readonly refusal: string | null;
  readonly seconds: number | null;
  readonly measuredRuns: number | null;
  readonly message?: string;
}

const limitMb = 2000;
/** A step of so many images keeps 5.7 GB of activations. */
const tooMany = { standardCnn: { epochs: 1, batchSize: 4096 } };
const enough = { standardCnn: { epochs: 1, batchSize: 64 } };

let api: ApiBench;
let projectId: string;
let dataset: Launched;

const estimate = async (input: Record<string, unknown>): Promise<Estimate> =>
  (
    await api.ask<{ estimateRun: Estimate }>(
      `query ($input: EstimateRunInput!) { estimateRun(input: $input) { ... on UserError { message } ... on RunEstimate {
        memoryBytes memoryLimitBytes refusal seconds measuredRuns memoryParts { what bytes field } } } }`,
      { input },
    )
  ).estimateRun;

beforeAll(async () => {
  api = await openApiBench({
    FIDUCIAL_TASKS: '',
    FIDUCIAL_BACKEND: '',
    FIDUCIAL_RUN_MEMORY_MB: String(limitMb),
  });
  projectId = await createProject(api);
  dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
});
afterAll(() => api.close());

describe('before its inputs are there', () => {
  test('a run is not estimated, and is failed when it is claimed and too large', async () => {
    const asked = await estimate({ trainModel: { datasetId: dataset.id, architecture: enough } });
    expect(asked).toMatchObject({ memoryBytes: null, seconds: null, refusal: null, memoryParts: [] });
    const waiting = await launch(api, 'trainModel', { datasetId: dataset.id, architecture: tooMany });
    await api.worker({
      FIDUCIAL_LEASE_SECONDS: '30',
      FIDUCIAL_HEARTBEAT_SECONDS: '5',
      WORKER_CONCURRENCY: '1',
    });
    await finished(api, dataset);
    const run = await waitFor('the run to end', async () => {
      const { node } = await api.ask<{
        node: { status: string; failure: { code: string; message: string } };
      }>('query ($id: ID!) { node(id: $id) { ... on Run { status failure { code message } } } }', {
        id: waiting.run.id,
      });
      return node.status === 'FAILED' && node;
    });
    expect(run.failure.code).toBe('TOO_LARGE');
    expect(run.failure.message).toContain("at most 2.0 GB of memory (this server's limit)");
  });
});

describe('once they are', () => {
  test('memory and time are told, with what they come from', async () => {
    const asked = await estimate({ trainModel: { datasetId: dataset.id, architecture: enough } });
    expect(asked.memoryLimitBytes).toBe(limitMb * 1e6);
    expect(asked).toMatchObject({ refusal: null, measuredRuns: 0 });
    expect(asked.seconds).toBeGreaterThan(1.5);
    const sum = asked.memoryParts.reduce((all, { bytes }) => all + bytes, 0);
    expect(Math.abs(sum - (asked.memoryBytes ?? 0))).toBeLessThan(10);
    const step = (images: number, { memoryParts }: Estimate) =>
      memoryParts.find(({ what }) => what === `activations of a step of ${images} images`)?.bytes ?? 0;
    const twice = await estimate({
      trainModel: { datasetId: dataset.id, architecture: { standardCnn: { epochs: 2, batchSize: 128 } } },
    });
    expect(step(128, twice)).toBe(2 * step(64, asked));
    expect((twice.seconds ?? 0) - 1.5).toBeCloseTo(2 * ((asked.seconds ?? 0) - 1.5), 6);
  });

  test('a launch above the limit is refused: what was expected, what came, which field; nothing is written', async () => {
    const input = { datasetId: dataset.id, architecture: tooMany };
    const before = await api.prisma.run.count();
    const { refused } = await api.ask<{ refused: Record<string, string> }>(
      `mutation ($input: TrainModelInput!) { refused: trainModel(input: $input) {
        __typename ... on UserError { message } ... on InvalidInputError { field expected received } } }`,
      { input },
    );
    expect(refused).toMatchObject({
      __typename: 'InvalidInputError',
      field: 'architecture.standardCnn.batchSize',
      expected: "at most 2.0 GB of memory (this server's limit)",
    });
    expect(refused.received).toMatch(
      /^an estimate of \d\.\d GB: \d\.\d GB for activations of a step of 4096 images/,
    );
    expect(refused.message).toBe(
      `architecture.standardCnn.batchSize: expected ${refused.expected}, got ${refused.received}`,
    );
    expect(await api.prisma.run.count()).toBe(before);
    expect((await estimate({ trainModel: input })).refusal).toBe(refused.message);
  });

  test('a run of that kind keeps its estimate and what it really took, and the next is estimated by its duration', async () => {
    const model = await launch(api, 'trainModel', { datasetId: dataset.id, architecture: enough });
    await finished(api, model, 240_000);
    const { node } = await api.ask<{
      node: { peakMemoryBytes: number; seconds: number; estimate: { memoryBytes: number; seconds: number } };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { seconds peakMemoryBytes estimate { memoryBytes seconds } } } }',
      { id: model.run.id },
    );
    // WebAssembly has no process of TensorFlow, and takes less.
    expect(node.peakMemoryBytes).toBeGreaterThan(0.25 * node.estimate.memoryBytes);
    expect(node.peakMemoryBytes).toBeLessThan(1.5 * node.estimate.memoryBytes);
    const again = await estimate({ trainModel: { datasetId: dataset.id, architecture: enough, seed: 7 } });
    expect(again.measuredRuns).toBe(1);
    expect(Math.abs((again.seconds ?? 0) - node.seconds)).toBeLessThan(0.2 * node.seconds + 1.5);
    // Seconds on an idle machine; one that does other work may take minutes.
  }, 300_000);

  test('what cannot be launched is not estimated, in the same words', async () => {
    const { message } = await estimate({
      trainModel: { datasetId: dataset.id, architecture: { standardCnn: { epochs: 0 } } },
    });
    expect(message).toContain('epochs');
    expect(
      (await estimate({ trainModel: { datasetId: projectId, architecture: enough } })).message,
    ).toBeDefined();
  });
});
