import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, type Launched, launch } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

/** One detector with three seeds through the API with the product's own tasks. */
let api: ApiBench;
let projectId: string;
let dataset: Launched;
let request: Record<string, unknown>;
let bed: Bed;

interface Spread {
  readonly n: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

interface Bed {
  readonly id: string;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly runs: readonly { readonly kind: string; readonly seed: number; readonly status: string }[];
  readonly seedSpreads: readonly {
    readonly name: string;
    readonly macroAuc: Spread | null;
    readonly attacks: readonly { readonly name: string; readonly control: boolean; readonly auc: Spread }[];
    readonly seeds: readonly {
      readonly seed: number;
      readonly detector: { readonly id: string; readonly name: string };
      readonly evaluation: {
        readonly id: string;
        readonly macroAuc: number | null;
        readonly inputsDigest: string | null;
        readonly rows: readonly {
          readonly kind: string;
          readonly auc: number | null;
          readonly attackSet: { readonly name: string } | null;
        }[];
      };
    }[];
  }[];
}

const bedFields = `id name done total runs { kind seed status } seedSpreads {
  name macroAuc { n mean standardDeviation minimum maximum }
  attacks { name control auc { n mean standardDeviation minimum maximum } }
  seeds { seed detector { id name } evaluation { id macroAuc inputsDigest rows { kind auc attackSet { name } } } } }`;

const showBed = async (id: string) =>
  (
    await api.ask<{ node: Bed }>(`query ($id: ID!) { node(id: $id) { ... on TestBed { ${bedFields} } } }`, {
      id,
    })
  ).node;

const repeat = async (more: Record<string, unknown>) =>
  (
    await api.ask<{ result: Partial<Bed> & { message?: string; field?: string } }>(
      `mutation ($input: RepeatDetectorInput!) { result: repeatDetector(input: $input) {
        ... on TestBed { ${bedFields} } ... on UserError { message } ... on InvalidInputError { field } } }`,
      { input: { ...request, ...more } },
    )
  ).result;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
  dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const model = await launch(api, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: { epochs: 1 } },
  });
  const sample = await launch(api, 'drawSample', {
    modelId: model.id,
    ...{ train: 60, validation: 20, test: 40, maxErrors: 5 },
  });
  const attack = (of: Record<string, unknown>) => launch(api, 'launchAttack', { sampleId: sample.id, ...of });
  const bim = await attack({
    attack: { bim: { stepSize: 20 / 255, steps: 5 } },
    epsilons: [40 / 255],
    name: 'Steps',
  });
  const noise = await attack({ attack: { randomNoise: {} }, epsilons: [40 / 255], name: 'Noise' });
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  request = {
    ...{ referenceSetId: referenceSet.id, sampleId: sample.id, name: 'Small map' },
    detector: { evolutionMap: { epochs: 4, units: 8, learningRate: 0.01 } },
    trainOn: [bim.id],
    attackSetIds: [bim.id, noise.id],
  };
  const started = await repeat({ seeds: [2, 0, 1, 2] });
  expect(started.message).toBeUndefined();
  // Nothing is done yet: there is no spread, and all seeds are listed.
  expect(started.seedSpreads).toEqual([
    expect.objectContaining({ name: 'Small map', macroAuc: null, seeds: expect.any(Array) }),
  ]);
  bed = await waitFor(
    'the seeds to be done',
    async () => {
      const now = await showBed(started.id ?? '');
      expect(now.runs.filter(({ status }) => status === 'FAILED')).toEqual([]);
      return now.done === now.total ? now : undefined;
    },
    400_000,
  );
}, 450_000);

afterAll(() => api.close());

describe('a detector with several seeds', () => {
  test('is an ordinary detector and evaluation for each seed, on the same inputs', async () => {
    expect(bed.name).toBe('Small map, 3 seeds');
    expect(bed.runs.map(({ kind, seed }) => [kind, seed])).toEqual(
      [2, 0, 1].flatMap((seed) => [
        ['fitDetector', seed],
        ['evaluate', seed],
      ]),
    );
    const { node } = await api.ask<{
      node: { detectors: { totalCount: number }; leaderboard: { id: string; detector: { name: string } }[] };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Project { detectors(first: 1) { totalCount } leaderboard { id detector { name } } } } }',
      { id: projectId },
    );
    expect(node.detectors.totalCount).toBe(3);
    expect(node.leaderboard.map(({ detector }) => detector.name).sort()).toEqual(
      [0, 1, 2].map((seed) => `Small map (seed ${seed})`),
    );
    const [only] = bed.seedSpreads;
    expect(new Set(only?.seeds.map(({ evaluation }) => evaluation.inputsDigest)).size).toBe(1);
  });

  test('shows mean, deviation, minimum and maximum of what the evaluations themselves say', () => {
    const [only, ...more] = bed.seedSpreads;
    expect(more).toEqual([]);
    expect(only?.seeds.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    const [a = 0, b = 0, c = 0] = only?.seeds.map(({ evaluation }) => Number(evaluation.macroAuc)) ?? [];
    expect(new Set([a, b, c]).size).toBeGreaterThan(1);
    // The pairwise form of the variance of three: no mean in it.
    const variance = ((a - b) ** 2 + (a - c) ** 2 + (b - c) ** 2) / 6;
    expect(only?.macroAuc).toEqual({
      n: 3,
      mean: expect.closeTo((a + b + c) / 3, 12),
      standardDeviation: expect.closeTo(Math.sqrt(variance), 12),
      minimum: Math.min(a, b, c),
      maximum: Math.max(a, b, c),
    });
  });

  test('shows the same for each attack and control', () => {
    const [only] = bed.seedSpreads;
    expect(only?.attacks.map(({ name, control }) => [name, control])).toEqual([
      ['Steps', false],
      ['Noise', true],
    ]);
    for (const { name, auc } of only?.attacks ?? []) {
      const values = only?.seeds.map(
        ({ evaluation }) =>
          evaluation.rows.find(
            (row) => (row.kind === 'ATTACK' || row.kind === 'CONTROL') && row.attackSet?.name === name,
          )?.auc ?? Number.NaN,
      );
      expect(auc).toMatchObject({
        n: 3,
        minimum: Math.min(...(values ?? [])),
        maximum: Math.max(...(values ?? [])),
      });
    }
  });

  test('is found from each of its detectors and evaluations', async () => {
    const [only] = bed.seedSpreads;
    const { detector, evaluation } = only?.seeds[1] ?? {};
    const answer = await api.ask<Record<string, { seedSpread: { name: string; macroAuc: Spread } }>>(
      `query ($d: ID!, $e: ID!) {
        d: node(id: $d) { ... on Detector { seedSpread { name macroAuc { n mean } } } }
        e: node(id: $e) { ... on Evaluation { seedSpread { name macroAuc { n mean } } } } }`,
      { d: detector?.id, e: evaluation?.id },
    );
    const expected = { seedSpread: { name: 'Small map', macroAuc: { n: 3, mean: only?.macroAuc?.mean } } };
    expect(answer).toEqual({ d: expected, e: expected });
  });

  test('is refused with fewer than two seeds, more than twenty, or negative ones', async () => {
    expect(await repeat({ seeds: [4, 4] })).toEqual({
      field: 'seeds',
      message: 'seeds: expected 2 to 20 different ones, got 1',
    });
    expect(await repeat({ seeds: Array.from({ length: 21 }, (_, seed) => seed) })).toEqual({
      field: 'seeds',
      message: 'seeds: expected 2 to 20 different ones, got 21',
    });
    expect(await repeat({ seeds: [0, -1] })).toEqual({
      field: 'seeds',
      message: 'seeds: expected a whole number from 0 to 2147483647, got -1',
    });
  });

  test('is refused where the fit or the evaluation alone would be', async () => {
    expect(await repeat({ seeds: [0, 1], trainOn: [] })).toMatchObject({ field: 'trainOn' });
    expect(await repeat({ seeds: [0, 1], attackSetIds: [] })).toMatchObject({ field: 'attackSetIds' });
  });
});

test('a test bed of several seeds lists each planned detector once, one of a single seed none', async () => {
  const start = async (seeds: number[]) =>
    (
      await api.ask<{ result: Bed }>(
        `mutation ($input: StartTestBedInput!) { result: startTestBed(input: $input) { ... on TestBed { ${bedFields} } } }`,
        { input: { datasetId: dataset.id, seeds } },
      )
    ).result;
  const two = await start([0, 7]);
  expect(two.seedSpreads.map(({ name }) => name)).toEqual([
    'Evolution map, centroid, euclidean, LSTM',
    'Evolution map, medoid, cosine, LSTM',
    ...['conv2', 'conv3', 'conv4', 'fc1', 'fc2'].map((layer) => `kNN ${layer}, rank, k 100`),
    'Maximum softmax',
    'Input classifier',
  ]);
  for (const { macroAuc, attacks, seeds } of two.seedSpreads) {
    expect(macroAuc).toBeNull();
    expect(attacks.map(({ name }) => name)).toEqual(['FGSM', 'BIM', 'PGD', 'MI-FGSM', 'Random noise']);
    expect(seeds.map(({ seed }) => seed)).toEqual([0, 7]);
  }
  expect((await start([3])).seedSpreads).toEqual([]);
});
