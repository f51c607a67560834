import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';

/** A layer sweep through the API with the product's own tasks, held against detectors fitted and evaluated one by one. */
let api: ApiBench;
let model: Launched;
let sample: Launched;
let referenceSet: Launched;
let attackSets: Launched[];
let sweep: Launched;

const given = () => ({
  referenceSetId: referenceSet.id,
  sampleId: sample.id,
  attackSetIds: attackSets.map(({ id }) => id),
});

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  const projectId = await createProject(api);
  const dataset = await launch(api, 'importDataset', {
    projectId,
    source: { builtInDigits: { testFraction: 0.9 } },
  });
  model = await launch(api, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: { epochs: 2 } },
  });
  sample = await launch(api, 'drawSample', {
    modelId: model.id,
    ...{ train: 10, validation: 20, test: 30, maxErrors: 5 },
  });
  const attack = (of: Record<string, unknown>) => launch(api, 'launchAttack', { sampleId: sample.id, ...of });
  attackSets = [
    await attack({ attack: { bim: { stepSize: 20 / 255, steps: 5 } }, epsilons: [40 / 255, 80 / 255] }),
    await attack({ attack: { randomNoise: {} }, epsilons: [40 / 255] }),
    await attack({ attack: { fgsm: {} }, epsilons: [80 / 255] }),
  ];
  referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  sweep = await launch(api, 'sweepLayers', {
    ...given(),
    preprocessings: ['none', 'pcaWhitening'],
    lastK: 50,
  });
  await finished(api, sweep, 500_000);
}, 600_000);

afterAll(() => api.close());

interface Cell {
  readonly layer: string;
  readonly preprocessing: string;
  readonly weighting: string;
  readonly k: number;
  readonly validationMacroAuc: number | null;
  readonly testMacroAuc: number | null;
  readonly aucs: { readonly validation: number | null; readonly test: number | null }[];
}
const cellFields = `layer preprocessing weighting k validationMacroAuc testMacroAuc aucs { validation test }`;

const node = async <T>({ id }: { id: string }, fields: string) =>
  (
    await api.ask<{ node: T }>(`query ($id: ID!) { node(id: $id) { ... on LayerSweep { ${fields} } } }`, {
      id,
    })
  ).node;

interface Curve {
  readonly layer: string;
  readonly preprocessing: string;
  readonly weighting: string;
  readonly aucs: (number | null)[];
}

describe('a layer sweep', () => {
  test('has every layer, preprocessing, weighting and k', async () => {
    const made = await node<{ ks: number[]; layers: string[]; keptNeighbors: number; curves: Curve[] }>(
      sweep,
      'ks layers keptNeighbors curves { layer preprocessing weighting aucs }',
    );
    expect(made.ks).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    expect(made.layers).toHaveLength(5);
    expect(made.keptNeighbors).toBe(50);
    expect(made.curves).toHaveLength(5 * 2 * 3);
    for (const { aucs } of made.curves) expect(aucs).toHaveLength(50);
    const values = made.curves.flatMap(({ aucs }) => aucs);
    expect(values.every((auc) => auc !== null && auc >= 0 && auc <= 1)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(100);
  });

  test.each([
    { layer: 'conv4', weighting: 'rank', k: 20, preprocessing: 'none' },
    { layer: 'fc1', weighting: 'distance', k: 7, preprocessing: 'pcaWhitening' },
    { layer: 'conv2', weighting: 'uniform', k: 50, preprocessing: 'none' },
  ])(
    'gives what a detector gives that is fitted and evaluated: %j',
    async (setting) => {
      const detector = await launch(api, 'fitDetector', {
        ...{ referenceSetId: referenceSet.id, sampleId: sample.id },
        detector: { knnScore: setting },
      });
      const evaluation = await launch(api, 'evaluateDetector', {
        detectorId: detector.id,
        attackSetIds: attackSets.map(({ id }) => id),
      });
      await finished(api, evaluation, 120_000);
      const { node: evaluated } = await api.ask<{
        node: { macroAuc: number; rows: { kind: string; auc: number; attackSet: { id: string } | null }[] };
      }>(
        `query ($id: ID!) { node(id: $id) { ... on Evaluation { macroAuc rows { kind auc attackSet { id } } } } }`,
        { id: evaluation.id },
      );
      const { cell } = await node<{ cell: Cell }>(
        sweep,
        `cell(layer: "${setting.layer}", weighting: "${setting.weighting}", k: ${setting.k}, preprocessing: "${setting.preprocessing}") { ${cellFields} }`,
      );
      // The tensor is kept in single precision.
      expect(cell.testMacroAuc).toBeCloseTo(evaluated.macroAuc, 6);
      attackSets.forEach(({ id }, at) => {
        const row = evaluated.rows.find(
          ({ kind, attackSet }) => attackSet?.id === id && (kind === 'ATTACK' || kind === 'CONTROL'),
        );
        expect(cell.aucs[at]?.test).toBeCloseTo(row?.auc ?? -1, 6);
      });
    },
    130_000,
  );

  test('chooses on validation images and reports on test images', async () => {
    const { best, bestSetting, bestByLayer, macroAuc, curves } = await node<{
      best: Cell;
      bestSetting: Partial<Cell>;
      bestByLayer: Cell[];
      macroAuc: number;
      curves: Curve[];
    }>(
      sweep,
      `best { ${cellFields} } bestSetting { layer preprocessing weighting k } bestByLayer { ${cellFields} } macroAuc curves(partition: VALIDATION) { layer preprocessing weighting aucs }`,
    );
    const greatest = Math.max(...curves.flatMap(({ aucs }) => aucs.map((auc) => auc ?? 0)));
    expect(best.validationMacroAuc).toBe(greatest);
    expect(best).toMatchObject(bestSetting);
    expect(best.testMacroAuc).toBeCloseTo(macroAuc, 6);
    expect(bestByLayer).toHaveLength(5);
    expect(Math.max(...bestByLayer.map(({ validationMacroAuc }) => validationMacroAuc ?? 0))).toBe(greatest);
  });

  test('has the curves of one attack, which the macro-AUC is the mean of', async () => {
    const [first, , second] = await Promise.all(
      attackSets.map(({ id }) =>
        node<{ curves: Curve[] }>(sweep, `curves(attackSetId: "${id}") { layer aucs }`),
      ),
    );
    const macro = await node<{ curves: Curve[] }>(sweep, 'curves { layer aucs }');
    const at = (of: { curves: Curve[] } | undefined) => of?.curves[7]?.aucs[9] ?? Number.NaN;
    expect(at(macro)).toBeCloseTo((at(first) + at(second)) / 2, 6);
    const none = await node<{ curves: Curve[] }>(sweep, `curves(attackSetId: "${sample.id}") { layer }`);
    expect(none.curves).toEqual([]);
  });

  test('says over how many inputs its AUCs are', async () => {
    const { counts } = await node<{
      counts: { partition: string; authentic: number; sets: { count: number }[] }[];
    }>(sweep, 'counts { partition authentic sets { count } }');
    expect(counts.map(({ partition, authentic }) => [partition, authentic])).toEqual([
      ['VALIDATION', 20],
      ['TEST', 30],
    ]);
    // Every input of the control, of attacks the successful ones.
    expect(counts[1]?.sets[1]?.count).toBe(30);
    expect(counts[1]?.sets[0]?.count).toBeLessThanOrEqual(60);
  });

  test('says how far each set moves each layer, more at a larger epsilon, noise least of all', async () => {
    interface Moved {
      readonly layer: string;
      readonly allBudgets: boolean;
      readonly epsilon: number | null;
      readonly attackSet: { readonly id: string };
      readonly successful: { n: number; mean: number } | null;
      readonly all: { n: number; mean: number; lowerQuartile: number; median: number; upperQuartile: number };
    }
    const { disturbances } = await node<{ disturbances: Moved[] }>(
      sweep,
      `disturbances { layer allBudgets epsilon attackSet { id } successful { n mean }
        all { n mean lowerQuartile median upperQuartile } }`,
    );
    expect(disturbances).toHaveLength(5 * (3 + 2 + 2));
    const of = (set: number, epsilon: number | null) =>
      disturbances.filter(
        (entry) =>
          entry.layer === 'conv4' && entry.attackSet.id === attackSets[set]?.id && entry.epsilon === epsilon,
      )[0];
    expect(of(0, null)?.allBudgets).toBe(true);
    expect(of(0, null)?.all.n).toBe(120);
    expect(of(0, 40 / 255)?.all.n).toBe(60);
    expect(of(0, 80 / 255)?.all.mean).toBeGreaterThan(of(0, 40 / 255)?.all.mean ?? 9);
    expect(of(0, 40 / 255)?.all.mean).toBeGreaterThan(of(1, 40 / 255)?.all.mean ?? 9);
    for (const { all } of disturbances) {
      expect(all.lowerQuartile).toBeLessThanOrEqual(all.median);
      expect(all.median).toBeLessThanOrEqual(all.upperQuartile);
    }
  });
});

describe('other k from the same neighbors', () => {
  test('are counted without a search, and are the same where both have them', async () => {
    const recount = await launch(api, 'recountLayers', { layerSweepId: sweep.id, firstK: 10, stepK: 10 });
    await finished(api, recount, 60_000);
    const fields = 'ks best { k } source { id } disturbances { layer } curves { layer aucs }';
    interface Made {
      readonly ks: number[];
      readonly source: { readonly id: string } | null;
      readonly disturbances: unknown[];
      readonly curves: Curve[];
    }
    const [all, some] = [await node<Made>(sweep, fields), await node<Made>(recount, fields)];
    expect(some.ks).toEqual([10, 20, 30, 40, 50]);
    expect(some.source?.id).toBe(sweep.id);
    expect(some.disturbances).toEqual(all.disturbances);
    expect(some.curves.map(({ aucs }) => aucs)).toEqual(
      all.curves.map(({ aucs }) => some.ks.map((k) => aucs[k - 1])),
    );
    // A recount of a recount goes back to the neighbors themselves.
    const again = await launch(api, 'recountLayers', { layerSweepId: recount.id, firstK: 1, lastK: 3 });
    await finished(api, again, 60_000);
    expect((await node<Made>(again, fields)).source?.id).toBe(sweep.id);
  }, 130_000);

  test.each([
    [{ lastK: 51 }, 'lastK: expected at most 50 (the neighbors that'],
    [{ firstK: 20, lastK: 10 }, 'lastK: expected at least firstK, got 10'],
    [{ firstK: 0 }, 'firstK: '],
  ])('are refused: %j', async (range, message) => {
    await expect(launch(api, 'recountLayers', { layerSweepId: sweep.id, ...range })).rejects.toThrow(message);
  });
});

describe('a sweep that cannot be is refused when it is launched', () => {
  test.each([
    [() => ({ lastK: 1500, stepK: 100 }), 'lastK: expected at most 999 (the reference images), got 1500'],
    [
      () => ({ layers: ['conv9'] }),
      'layers: expected layers of the reference set (conv2, conv3, conv4, fc1, fc2), got conv9',
    ],
    [() => ({ preprocessings: ['zca'] }), 'preprocessings.0: '],
    [() => ({ attackSetIds: [] }), 'attackSetIds: expected at least one attack set'],
    [() => ({ attackSetIds: [attackSets[1]?.id] }), 'attackSetIds: expected at least one attack set'],
    [
      () => ({ lastK: 2000, stepK: 1 }),
      'stepK: expected at most 1000 values of k, got 2000: take a longer step',
    ],
  ])('case %#: %s', async (changes, message) => {
    await expect(launch(api, 'sweepLayers', { ...given(), ...changes() })).rejects.toThrow(message);
  });

  test('with a single validation image, and with attacks on another sample', async () => {
    const small = await launch(api, 'drawSample', { modelId: model.id, train: 5, validation: 1, test: 5 });
    await expect(launch(api, 'sweepLayers', { ...given(), sampleId: small.id })).rejects.toThrow(
      'sampleId: expected at least 2 validation images, got 1',
    );
    const other = await launch(api, 'drawSample', { modelId: model.id, train: 5, validation: 5, test: 5 });
    await expect(launch(api, 'sweepLayers', { ...given(), sampleId: other.id })).rejects.toThrow(
      'attackSetIds: expected attacks on',
    );
  });
});
