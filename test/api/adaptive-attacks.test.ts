import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';

/** Attackers who know the detector, through the API with the product's own tasks: zero, limited and perfect knowledge. */
let api: ApiBench;
let sample: Launched;
let plain: Launched;
let detector: Launched;
let surrogate: Launched;
let squeezing: Launched;
let perfect: Launched;
let limited: Launched;
let evaluation: Launched;

const epsilons = [40 / 255, 80 / 255];
const testImages = 20;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  const projectId = await createProject(api);
  const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const model = await launch(api, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: { epochs: 1 } },
  });
  sample = await launch(api, 'drawSample', {
    modelId: model.id,
    ...{ train: 20, validation: 40, test: testImages, maxErrors: 5 },
  });
  plain = await launch(api, 'launchAttack', {
    ...{ sampleId: sample.id, epsilons, name: 'Plain' },
    attack: { bim: { stepSize: 20 / 255, steps: 10 } },
  });
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  const fit = (of: Record<string, unknown>, name: string) =>
    launch(api, 'fitDetector', {
      ...{ referenceSetId: referenceSet.id, sampleId: sample.id, name },
      detector: of,
    });
  detector = await fit({ knnScore: { layer: 'conv4', k: 20 } }, 'Real');
  surrogate = await fit({ knnScore: { layer: 'fc1', k: 20, weighting: 'distance' } }, 'Stand-in');
  squeezing = await fit({ featureSqueezing: {} }, 'Squeezer');
  const attack = { orthogonalPgd: { steps: 15 } };
  perfect = await launch(api, 'launchAdaptiveAttack', { detectorId: detector.id, attack, epsilons });
  limited = await launch(api, 'launchAdaptiveAttack', {
    ...{ detectorId: detector.id, surrogateId: surrogate.id, attack, epsilons },
  });
  evaluation = await launch(api, 'evaluateDetector', {
    detectorId: detector.id,
    attackSetIds: [plain.id, perfect.id],
  });
  for (const thing of [plain, perfect, limited, evaluation]) await finished(api, thing, 500_000);
}, 600_000);

afterAll(() => api.close());

interface ShownEvasion {
  readonly falsePositiveRate: number;
  readonly threshold: number;
  readonly evaded: number;
  readonly evasionRate: number;
  readonly meanL2: number | null;
  readonly meanLinf: number | null;
}

interface ShownThreat {
  readonly level: string;
  readonly norm: string;
  readonly attackSet: { readonly id: string };
  readonly budgets: {
    readonly epsilon: number | null;
    readonly attacked: number;
    readonly successful: number;
    readonly evasions: ShownEvasion[];
  }[];
  readonly curve: { readonly budget: number; readonly evasionRate: number }[];
  readonly checks: { readonly check: string; readonly passed: boolean | null; readonly reason: string }[];
  readonly evaluation: { readonly id: string } | null;
}

const threat = `level norm attackSet { id } curve { budget evasionRate } checks { check passed reason } evaluation { id }
  budgets { epsilon attacked successful evasions { falsePositiveRate threshold evaded evasionRate meanL2 meanLinf } }`;

const threats = async ({ id }: Launched) =>
  (
    await api.ask<{ node: { strongestThreatLevel: string; threats: ShownThreat[] } }>(
      `query ($id: ID!) { node(id: $id) { ... on Detector { strongestThreatLevel threats { ${threat} } } } }`,
      { id },
    )
  ).node;

describe('an attack that knows the detector', () => {
  test('makes an attack set of the test images that says what it knew', async () => {
    const { node } = await api.ask<{ node: Record<string, unknown> }>(
      `query ($id: ID!) { node(id: $id) { ... on AttackSet {
        threatLevel testOnly target { id } surrogate { id } norm epsilons attack { methodId }
        outcomes { attacked } stepTraces { loss success evaded } threat { ${threat} }
        images(epsilonIndex: 0, first: 100) { edges { node { label predictedBefore { classIndex } } } } } } }`,
      { id: perfect.id },
    );
    expect(node).toMatchObject({
      ...{ threatLevel: 'PERFECT', testOnly: true, target: { id: detector.id }, surrogate: null },
      ...{ norm: 'Linf', epsilons, attack: { methodId: 'orthogonalPgd' } },
      outcomes: epsilons.map(() => ({ attacked: testImages })),
    });
    const { edges } = node.images as {
      edges: { node: { label: number; predictedBefore: { classIndex: number } } }[];
    };
    // A sample's images are classified correctly: rows that were taken for others would not be.
    expect(edges).toHaveLength(testImages);
    for (const { node: image } of edges) expect(image.predictedBefore.classIndex).toBe(image.label);
    for (const { evaded, success, loss } of node.stepTraces as Record<string, number[]>[]) {
      expect(loss).toHaveLength(16);
      expect(evaded).toEqual([...(evaded ?? [])].sort((a, b) => a - b));
      expect(success?.at(-1)).toBeGreaterThanOrEqual(evaded?.at(-1) ?? 1);
    }
  });

  test('is judged by exact scores at the thresholds that the fit of the detector had fixed', async () => {
    const { node } = await api.ask<{
      node: { thresholds: { rule: string; rate: number; threshold: number }[] };
    }>('query ($id: ID!) { node(id: $id) { ... on Detector { thresholds { rule rate threshold } } } }', {
      id: detector.id,
    });
    const fixed = node.thresholds.filter(({ rule }) => rule === 'FALSE_POSITIVE_RATE');
    const { threats: all } = await threats(detector);
    for (const { budgets } of all)
      for (const { evasions, successful, attacked } of budgets) {
        expect(attacked).toBe(testImages);
        expect(
          evasions.map(({ falsePositiveRate, threshold }) => ({ falsePositiveRate, threshold })),
        ).toEqual(fixed.map(({ rate, threshold }) => ({ falsePositiveRate: rate, threshold })));
        const [at5, at1] = evasions;
        expect(at5?.evaded).toBeLessThanOrEqual(at1?.evaded ?? 0);
        expect(at1?.evaded).toBeLessThanOrEqual(successful);
      }
  });

  test('gets more past it than one that does not know it, and says that its checks passed', async () => {
    const { threats: all, strongestThreatLevel } = await threats(detector);
    expect(strongestThreatLevel).toBe('PERFECT');
    expect(all.map(({ level }) => level)).toEqual(['ZERO', 'LIMITED', 'PERFECT']);
    const rate = (level: string, budget: number) =>
      all.find((of) => of.level === level)?.budgets[budget]?.evasions[0]?.evasionRate ?? Number.NaN;
    expect(rate('PERFECT', 1)).toBeGreaterThanOrEqual(rate('ZERO', 1));
    expect(rate('PERFECT', 1)).toBeGreaterThan(0.5);
    const known = all.find(({ level }) => level === 'PERFECT');
    expect(known?.checks.map(({ check }) => check).sort()).toEqual([
      'BEATS_TRANSFER',
      'LARGE_BUDGET',
      'LOSS_FALLS',
      'MORE_STEPS',
    ]);
    for (const { check, passed, reason } of known?.checks ?? []) {
      expect(reason).toMatch(/\d/);
      if (check !== 'LARGE_BUDGET') expect([check, passed]).toEqual([check, true]);
    }
    expect(known?.curve.map(({ budget }) => budget)).toEqual(epsilons);
  });

  test('can be evaluated like any other attack set, with the same verdict', async () => {
    const { node } = await api.ask<{
      node: { strongestThreatLevel: string; attackSets: { id: string }[]; macroAuc: number | null };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { strongestThreatLevel macroAuc attackSets { id } } } }',
      { id: evaluation.id },
    );
    expect(node).toMatchObject({
      strongestThreatLevel: 'PERFECT',
      attackSets: [{ id: plain.id }, { id: perfect.id }],
    });
    expect(node.macroAuc).toEqual(expect.any(Number));
  });

  test('is refused as something to learn from, since it has the test images only', async () => {
    await expect(
      launch(api, 'fitDetector', {
        ...{ sampleId: sample.id, trainOn: [perfect.id] },
        referenceSetId: await referenceSetOf(detector),
        detector: { evolutionMap: { epochs: 1 } },
      }),
    ).rejects.toThrow(/trainOn: expected attacks on all images of a sample/);
  });
});

describe('an attack that knows a surrogate', () => {
  test('has limited knowledge, and is judged by the detector itself', async () => {
    const { threats: all } = await threats(detector);
    expect(all.find(({ level }) => level === 'LIMITED')?.attackSet.id).toBe(limited.id);
    const { threats: ofSurrogate, strongestThreatLevel } = await threats(surrogate);
    expect(ofSurrogate).toEqual([]);
    expect(strongestThreatLevel).toBe('ZERO');
  });

  test('is refused where the surrogate is the detector itself', async () => {
    const attack = { orthogonalPgd: {} };
    await expect(
      launch(api, 'launchAdaptiveAttack', {
        ...{ detectorId: detector.id, surrogateId: detector.id, attack, epsilons },
      }),
    ).rejects.toThrow(/surrogateId: expected another detector/);
  });
});

test('a detector without gradients is refused, in words that name the way out', async () => {
  await expect(
    launch(api, 'launchAdaptiveAttack', {
      ...{ detectorId: squeezing.id, attack: { orthogonalPgd: {} }, epsilons },
    }),
  ).rejects.toThrow(/detectorId: expected a detector with gradients, got Squeezer: attack it by transfer/);
});

async function referenceSetOf({ id }: Launched): Promise<string> {
  const { node } = await api.ask<{ node: { referenceSet: { id: string } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Detector { referenceSet { id } } } }',
    { id },
  );
  return node.referenceSet.id;
}
