import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, finished, type Launched, launch, launchMainJob } from '../testkit/thing-requests';
import { checkTrajectory, trajectoryOf } from './check-trajectory';

/** The whole main job through the API with the product's own tasks, small: everything else here reads what it made. */
let api: ApiBench;
let projectId: string;
let dataset: Launched;
let model: Launched;
let sample: Launched;
let attackSet: Launched;
let noise: Launched;
let referenceSet: Launched;
let detectors: Launched[];
let evaluations: Launched[];

const counts = { train: 60, validation: 20, test: 40, maxErrors: 20 };

beforeAll(async () => {
  // Empty variables mean what the product itself would do: its own tasks, the backend of this machine.
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
  dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const made = await launchMainJob(api, dataset.id);
  ({ model, sample, attackSet, noise, referenceSet, detectors, evaluations } = made);
}, 450_000);

afterAll(() => api.close());

describe('a data set', () => {
  test('has splits that are proven disjoint', async () => {
    const { node } = await api.ask<{ node: Record<string, unknown> }>(
      'query ($id: ID!) { node(id: $id) { ... on Dataset { inputShape classNames commonItems splits { name count digest classCounts } } } }',
      { id: dataset.id },
    );
    expect(node).toMatchObject({
      inputShape: [28, 28, 1],
      commonItems: 0,
      splits: [
        { name: 'train', count: 8000, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { name: 'test', count: 2000 },
      ],
    });
  });
});

/** The cursor that the first item at or after a number comes behind. */
const cursorBefore = (item: number) => (item > 0 ? Buffer.from(`item:${item - 1}`).toString('base64') : null);

describe('a reference set', () => {
  test('shows the most central image of each class in a layer, and how far the classes are apart', async () => {
    interface Points {
      readonly distances: number[][];
      readonly classes: {
        className: string;
        medoidItem: number;
        nearestLabel: number;
        nearestDistance: number;
        medoidImage: { url: string };
      }[];
    }
    const { node } = await api.ask<{ node: { digest: string; representatives: Points } }>(
      `query ($id: ID!) { node(id: $id) { ... on ReferenceSet { digest representatives(layer: "conv4") { distances
        classes { className medoidItem nearestLabel nearestDistance medoidImage { url } } } } } }`,
      { id: referenceSet.id },
    );
    expect(node.digest).toMatch(/^[0-9a-f]{64}$/);
    const { classes, distances } = node.representatives;
    expect(classes.map(({ className }) => className)).toEqual([...'0123456789']);
    for (const [label, { medoidItem, nearestLabel, nearestDistance }] of classes.entries()) {
      const others = distances[label]?.filter((_, other) => other !== label) ?? [];
      expect(nearestDistance).toBe(Math.min(...others));
      expect(distances[label]?.[nearestLabel]).toBe(nearestDistance);
      // The medoid is an image of its class.
      const { items } = (
        await api.ask<{ node: { items: { edges: { node: { index: number } }[] } } }>(
          `query ($id: ID!, $label: Int!, $after: String) { node(id: $id) { ... on Dataset {
            items(splitName: "train", label: $label, first: 1, after: $after) { edges { node { index } } } } } }`,
          { id: dataset.id, label, after: cursorBefore(medoidItem) },
        )
      ).node;
      expect(items.edges[0]?.node.index).toBe(medoidItem);
    }
    const picture = await fetch(`${api.address}${classes[0]?.medoidImage.url}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
  });
});

describe('a model', () => {
  test('lists its layers with shapes, and learned something', async () => {
    const { node } = await api.ask<{
      node: { cleanAccuracy: number; taps: string[]; layers: { name: string; outputShape: number[] }[] };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Model { cleanAccuracy taps layers { name outputShape } } } }',
      { id: model.id },
    );
    expect(node.taps).toEqual(['conv2', 'conv3', 'conv4', 'fc1', 'fc2']);
    expect(node.layers.find(({ name }) => name === 'fc2')?.outputShape).toEqual([200]);
    expect(node.cleanAccuracy).toBeGreaterThan(0.85);
  });

  test('has curves of its training', async () => {
    const { node } = await api.ask<{
      node: { metrics: { name: string; steps: number[]; values: number[] }[] };
    }>('query ($id: ID!) { node(id: $id) { ... on Run { metrics { name steps values } } } }', {
      id: model.run.id,
    });
    // What it amounts to is one point, no curve.
    expect(node.metrics.find(({ name }) => name === 'cleanAccuracy')?.values).toHaveLength(1);
    const loss = node.metrics.find(({ name }) => name === 'loss');
    expect(loss?.values.length).toBeGreaterThan(5);
    expect(loss?.values.at(-1)).toBeLessThan(loss?.values[0] ?? 0);
  });
});

describe('an attack set', () => {
  test('stays within its epsilon, and its success grows with it', async () => {
    const { node } = await api.ask<{
      node: { outcomes: { epsilon: number; successRate: number; meanLinf: number; attacked: number }[] };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on AttackSet { outcomes { epsilon attacked successRate meanLinf } } } }',
      { id: attackSet.id },
    );
    expect(node.outcomes.map(({ attacked }) => attacked)).toEqual([120, 120]);
    for (const { epsilon, meanLinf } of node.outcomes) expect(meanLinf).toBeLessThanOrEqual(epsilon + 1e-6);
    const [small, large] = node.outcomes;
    expect(large?.successRate).toBeGreaterThan(small?.successRate ?? 1);
  });

  test('its run has what it achieved at its largest budget as metrics', async () => {
    const { node } = await api.ask<{
      node: { outcomes: { epsilon: number; successRate: number; medianL2: number; medianLinf: number }[] };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on AttackSet { outcomes { epsilon successRate medianL2 medianLinf } } } }',
      { id: attackSet.id },
    );
    const { epsilon, ...achieved } = node.outcomes.at(-1) ?? {};
    expect(epsilon).toBe(Math.max(...node.outcomes.map((outcome) => outcome.epsilon)));
    expect(await lastValuesOf(attackSet)).toEqual(achieved);
  });

  test('shows each image with its clean twin, as pictures', async () => {
    const { node } = await api.ask<{
      node: {
        images: {
          edges: {
            node: {
              clean: { url: string };
              adversarial: { url: string };
              difference: { url: string; factor: number };
            };
          }[];
        };
      };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on AttackSet {
        images(epsilonIndex: 1, first: 2) { edges { node { clean { url } adversarial { url } difference { url factor } } } } } } }`,
      { id: attackSet.id },
    );
    const [first] = node.images.edges;
    expect(first).toBeDefined();
    for (const { url } of [first?.node.clean, first?.node.adversarial, first?.node.difference].flatMap(
      (of) => of ?? [],
    )) {
      const response = await fetch(`${api.address}${url}`);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(
        Buffer.from(await response.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    }
  });
});

interface Row {
  readonly kind: string;
  readonly auc: number;
  readonly aucLow: number;
  readonly aucHigh: number;
  readonly eer: number;
  readonly tprAt5Fpr: number;
  readonly nNegative: number;
}

interface ListedFigures {
  readonly id: string;
  readonly lastValues: Readonly<Record<string, number>>;
}

async function macroAucOf({ id }: Launched): Promise<number> {
  const { node } = await api.ask<{ node: { macroAuc: number } }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { macroAuc } } }',
    { id },
  );
  return node.macroAuc;
}

async function lastValuesOf({ run }: Launched): Promise<ListedFigures['lastValues']> {
  const { node } = await api.ask<{ node: ListedFigures }>(
    'query ($id: ID!) { node(id: $id) { ... on Run { id lastValues } } }',
    { id: run.id },
  );
  return node.lastValues;
}

describe('an evaluation', () => {
  test('has a row for the macro, each attack, each epsilon and the control, with intervals around the AUC', async () => {
    for (const { id } of evaluations) {
      const { node } = await api.ask<{ node: { macroAuc: number; rows: Row[] } }>(
        `query ($id: ID!) { node(id: $id) { ... on Evaluation { macroAuc
          rows { kind auc aucLow aucHigh eer tprAt5Fpr nNegative } } } }`,
        { id },
      );
      const kinds = node.rows.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'ATTACK_EPSILON')).toHaveLength(2);
      expect(kinds).toEqual(expect.arrayContaining(['MACRO', 'ATTACK', 'CONTROL']));
      const macro = node.rows.find(({ kind }) => kind === 'MACRO');
      expect(macro?.auc).toBe(node.macroAuc);
      // One attack: the mean over attacks is that attack's.
      expect(macro?.auc).toBeCloseTo(node.rows.find(({ kind }) => kind === 'ATTACK')?.auc ?? 0, 12);
      for (const { auc, aucLow, aucHigh, nNegative } of node.rows.filter(
        ({ auc: value }) => value !== null,
      )) {
        expect(aucLow).toBeLessThanOrEqual(auc);
        expect(aucHigh).toBeGreaterThanOrEqual(auc);
        expect(nNegative).toBe(counts.test);
      }
    }
  });

  test('its run has the headline as metrics, by which lists of runs sort and narrow', async () => {
    const macroAucs = await Promise.all(evaluations.map(macroAucOf));
    const { runs } = await api.ask<{ runs: { edges: { node: ListedFigures }[] } }>(
      `query ($projectId: ID!) { runs(projectId: $projectId, first: 20, filter: { metrics: [{ name: "macroAuc" }] },
        sort: { metric: { name: "macroAuc" } }) { edges { node { id lastValues } } } }`,
      { projectId },
    );
    const listed = runs.edges.map(({ node }) => node);
    expect(listed.map(({ lastValues }) => lastValues.macroAuc)).toEqual(macroAucs.toSorted((a, b) => b - a));
    for (const [at, { run }] of evaluations.entries()) {
      const { lastValues } = listed.find(({ id }) => id === run.id) ?? {};
      expect(lastValues?.macroAuc).toBe(macroAucs[at]);
      expect(Object.keys(lastValues ?? {}).sort()).toEqual([
        'macroAuc',
        'macroEer',
        'macroTprAt5Fpr',
        'millisecondsPerInput',
      ]);
    }
  });

  test('detects better than chance', async () => {
    for (const evaluation of evaluations) expect(await macroAucOf(evaluation)).toBeGreaterThan(0.6);
  });

  test('can be recomputed from the scores that the API gives', async () => {
    const [evaluation] = evaluations;
    const { node } = await api.ask<{
      node: { rows: Row[]; scores: { score: number[]; group: string[]; success: boolean[] } };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { rows { kind auc } scores { score group success } } } }',
      { id: evaluation?.id },
    );
    const { score, group, success } = node.scores;
    const of = (test: (at: number) => boolean) => score.filter((_, at) => test(at));
    const authentic = of((at) => group[at] === 'AUTHENTIC');
    const adversarial = of((at) => group[at] === 'ADVERSARIAL' && success[at] === true);
    let wins = 0;
    for (const high of adversarial)
      for (const low of authentic) wins += high > low ? 1 : high === low ? 0.5 : 0;
    const auc = wins / (authentic.length * adversarial.length);
    expect(node.rows.find(({ kind }) => kind === 'ATTACK')?.auc).toBeCloseTo(auc, 9);
  });
});

describe('what else is told of an evaluation', () => {
  const ask = async <T>(evaluation: number, fields: string) =>
    (
      await api.ask<{ node: T }>(`query ($id: ID!) { node(id: $id) { ... on Evaluation { ${fields} } } }`, {
        id: evaluations[evaluation]?.id,
      })
    ).node;

  test('the metrics of each true class, which add up to all inputs', async () => {
    const { classMetrics, rows } = await ask<{
      classMetrics: { className: string; nNegative: number; nPositive: number; auc: number | null }[];
      rows: { kind: string; nPositive: number; partialAuc: number; tprAt01Fpr: number }[];
    }>(0, 'classMetrics { className nNegative nPositive auc } rows { kind nPositive partialAuc tprAt01Fpr }');
    expect(classMetrics.map(({ className }) => className)).toEqual([...'0123456789']);
    const sum = (pick: (row: (typeof classMetrics)[number]) => number) =>
      classMetrics.reduce((total, row) => total + pick(row), 0);
    const all = rows.find(({ kind }) => kind === 'ATTACK');
    expect(sum(({ nNegative }) => nNegative)).toBe(counts.test);
    expect(sum(({ nPositive }) => nPositive)).toBe(all?.nPositive);
    for (const { nNegative, nPositive, auc } of classMetrics)
      expect(auc === null).toBe(nNegative === 0 || nPositive === 0);
    expect(all?.partialAuc).toBeGreaterThan(0.5);
    expect(all?.tprAt01Fpr).toBeLessThanOrEqual(1);
  });

  test('its score as a calibrated probability, beside the softmax', async () => {
    interface Report {
      readonly brier: number;
      readonly bins: { count: number }[];
      readonly riskCoverage: { coverage: number[]; risk: number[]; area: number };
    }
    const report = '{ brier calibrationError bins { count } riskCoverage { coverage risk area } }';
    for (const method of ['ISOTONIC', 'LOGISTIC']) {
      const { confidence } = await ask<{
        confidence: { right: number; wrong: number; detector: Report; softmax: Report };
      }>(0, `confidence(method: ${method}) { right wrong detector ${report} softmax ${report} }`);
      expect(confidence).toMatchObject({ right: counts.test, wrong: counts.maxErrors });
      for (const { brier, bins, riskCoverage } of [confidence.detector, confidence.softmax]) {
        expect(brier).toBeGreaterThanOrEqual(0);
        expect(brier).toBeLessThan(0.3);
        expect(bins.reduce((total, { count }) => total + count, 0)).toBe(counts.test + counts.maxErrors);
        expect(riskCoverage.coverage.at(-1)).toBeCloseTo(1, 9);
      }
      // Everything answered: the risk is the rate of errors in the split, whatever the confidence.
      expect(confidence.detector.riskCoverage.risk.at(-1)).toBeCloseTo(
        confidence.softmax.riskCoverage.risk.at(-1) ?? 0,
        9,
      );
    }
  });

  test('no curve of an epsilon without its attack set', async () => {
    await expect(ask(0, 'rocCurve(epsilonIndex: 99) { auc }')).rejects.toThrow(
      'epsilonIndex: expected attackSetId beside it, got none',
    );
  });

  test.each(['SUCCESSFUL', 'WITH_ERRORS'])(
    'where a threshold lies on its curve, counted, over %s',
    async (over) => {
      interface Of {
        readonly operatingPoint: {
          threshold: number;
          position: { falsePositiveRate: number; truePositiveRate: number };
        };
        readonly scores: { score: number[]; group: string[]; success: (boolean | null)[] };
      }
      for (const rate of [0.02, 0.1, 0.5]) {
        const { operatingPoint, scores } = await ask<Of>(
          0,
          `operatingPoint(falsePositiveRate: ${rate}) { threshold position(denominator: ${over}) { falsePositiveRate truePositiveRate } }
        scores { score group success }`,
        );
        const above = (wanted: (at: number) => boolean) => {
          const of = scores.score.filter((_, at) => wanted(at));
          return of.filter((score) => score > operatingPoint.threshold).length / of.length;
        };
        const negatives = over === 'WITH_ERRORS' ? ['AUTHENTIC', 'ERROR'] : ['AUTHENTIC'];
        const { position } = operatingPoint;
        expect(position.falsePositiveRate).toBe(above((at) => negatives.includes(scores.group[at] ?? '')));
        expect(position.truePositiveRate).toBe(
          above((at) => scores.group[at] === 'ADVERSARIAL' && scores.success[at] === true),
        );
      }
    },
  );

  test('how little a flag is worth where attacks are rare', async () => {
    const { operatingPoint } = await ask<{
      operatingPoint: { precision: { prevalence: number; precision: number }[] };
    }>(0, 'operatingPoint(falsePositiveRate: 0.1) { precision { prevalence precision } }');
    const values = operatingPoint.precision.map(({ precision }) => precision);
    expect(operatingPoint.precision.map(({ prevalence }) => prevalence)).toEqual([1e-2, 1e-3, 1e-4]);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeLessThan(0.2);
  });

  test('the thresholds of its detector by every rule, with the images that they were set on', async () => {
    const fields = 'detector { threshold trainedOn thresholds { rule rate threshold authentic attacked } }';
    interface Of {
      readonly detector: {
        threshold: number;
        trainedOn: string[];
        thresholds: { rule: string; rate: number; threshold: number | null; attacked: number }[];
      };
    }
    const [knn, map] = [(await ask<Of>(0, fields)).detector, (await ask<Of>(1, fields)).detector];
    expect(knn.thresholds.map(({ rule, rate }) => [rule, rate])).toEqual([
      ['FALSE_POSITIVE_RATE', 0.05],
      ['CONFORMAL', 0.05],
      ['FALSE_POSITIVE_RATE', 0.01],
      ['CONFORMAL', 0.01],
    ]);
    expect(knn.thresholds[0]?.threshold).toBe(knn.threshold);
    // 20 images: enough for a guarantee of 5 %, too few for 1 %.
    expect(knn.thresholds.map(({ threshold }) => threshold === null)).toEqual([false, false, false, true]);
    expect(map.trainedOn).toHaveLength(1);
    expect(map.thresholds.map(({ rule }) => rule).slice(4)).toEqual(['EQUAL_ERROR', 'YOUDEN']);
    expect(map.thresholds[4]?.attacked).toBeGreaterThan(0);
  });

  test('each threshold with the sample, its part, the attacks and the moment', async () => {
    interface SetOn {
      readonly rule: string;
      readonly authentic: number;
      readonly sample: { readonly id: string };
      readonly partition: string;
      readonly attackSets: readonly { readonly id: string }[];
      readonly setAt: string;
    }
    const fields =
      'detector { run { finishedAt } thresholds { rule authentic sample { id } partition attackSets { id } setAt } }';
    const { run, thresholds } = (
      await ask<{ detector: { run: { finishedAt: string }; thresholds: SetOn[] } }>(1, fields)
    ).detector;
    expect(thresholds).toHaveLength(6);
    for (const { rule, attackSets, ...setOn } of thresholds) {
      expect(setOn).toEqual({
        authentic: counts.validation,
        sample: { id: sample.id },
        partition: 'validation',
        setAt: run.finishedAt,
      });
      const looksAtAttacks = rule === 'EQUAL_ERROR' || rule === 'YOUDEN';
      expect(attackSets).toEqual(looksAtAttacks ? [{ id: attackSet.id }] : []);
    }
  });
});

describe('a comparison', () => {
  test('tests two detectors in pairs on the same inputs', async () => {
    const { compare } = await api.ask<{
      compare: {
        sameInputs: boolean;
        warning: string | null;
        pairs: {
          deltaAuc: number;
          deltaLow: number;
          deltaHigh: number;
          pValue: number;
          attackSet: unknown;
        }[];
        evaluations: { macroAuc: number }[];
      };
    }>(
      `query ($ids: [ID!]!) { compare(evaluationIds: $ids) { ... on Comparison { sameInputs warning
        evaluations { macroAuc } pairs { a b deltaAuc deltaLow deltaHigh pValue attackSet { name } } } } }`,
      { ids: evaluations.map(({ id }) => id) },
    );
    expect(compare.sameInputs).toBe(true);
    const [a, b] = compare.evaluations;
    const macro = compare.pairs.find(({ attackSet: of }) => of === null);
    expect(macro?.deltaAuc).toBeCloseTo((a?.macroAuc ?? 0) - (b?.macroAuc ?? 0), 9);
    expect(macro?.deltaLow).toBeLessThanOrEqual(macro?.deltaAuc ?? 0);
    expect(macro?.pValue).toBeGreaterThanOrEqual(0);
    expect(macro?.pValue).toBeLessThanOrEqual(1);
  });

  test('corrects for the number of pairs, and says what resampling and judgments say', async () => {
    interface Pair {
      readonly attackSet: { id: string } | null;
      readonly deltaAuc: number;
      readonly pValue: number;
      readonly adjustedPValue: number;
      readonly bootstrap: { deltaAuc: number; deltaLow: number; deltaHigh: number } | null;
      readonly mcNemar: { onlyA: number; onlyB: number; pValue: number } | null;
    }
    const { compare } = await api.ask<{
      compare: {
        pairs: Pair[];
        generalization: { trainedOn: { id: string }[]; cells: { seen: boolean; auc: number }[] }[];
      };
    }>(
      `query ($ids: [ID!]!) { compare(evaluationIds: $ids) { ... on Comparison {
        generalization { trainedOn { id } cells { seen auc attackSet { id } } }
        pairs { deltaAuc pValue adjustedPValue attackSet { id }
          bootstrap(resamples: 200) { deltaAuc deltaLow deltaHigh } mcNemar { onlyA onlyB pValue } } } } }`,
      { ids: evaluations.map(({ id }) => id) },
    );
    const [macro, attack] = compare.pairs;
    // One pair: nothing to correct for.
    for (const { pValue, adjustedPValue } of compare.pairs) expect(adjustedPValue).toBe(pValue);
    expect(macro).toMatchObject({ attackSet: null, bootstrap: null, mcNemar: null });
    expect(attack?.bootstrap?.deltaAuc).toBeCloseTo(attack?.deltaAuc ?? 0, 6);
    expect(attack?.bootstrap?.deltaLow).toBeLessThanOrEqual(attack?.bootstrap?.deltaHigh ?? 0);
    expect((attack?.mcNemar?.onlyA ?? 0) + (attack?.mcNemar?.onlyB ?? 0)).toBeLessThanOrEqual(
      2 * counts.test,
    );
    const [knn, map] = compare.generalization;
    expect(knn).toMatchObject({ trainedOn: [], cells: [{ seen: false }] });
    expect(map).toMatchObject({ trainedOn: [{ id: attackSet.id }], cells: [{ seen: true }] });
  });

  test('of no evaluation is refused in words', async () => {
    const { compare } = await api.ask<{ compare: { message: string } }>(
      'query ($ids: [ID!]!) { compare(evaluationIds: $ids) { ... on UserError { message } } }',
      { ids: [] },
    );
    expect(compare.message).toMatch(/expected/);
  });
});

describe('one input', () => {
  const query = `query ($id: ID!, $index: Int!) { input(evaluationId: $id, index: $index) {
    group score sentence image { url } clean { url }
    scores { score evaluation { id } }
    neighbors(first: 10) { k agreeing nodes { rank distance className agrees image { url } } }
    evolutionMap { layers classNames values meanOfPredicted } } }`;
  interface Input {
    readonly group: string;
    readonly sentence: string;
    readonly clean: { url: string } | null;
    readonly scores: { score: number; evaluation: { id: string } }[];
    readonly neighbors: { k: number; agreeing: number; nodes: { rank: number; distance: number }[] } | null;
    readonly evolutionMap: { layers: string[]; classNames: string[]; values: number[][] } | null;
  }
  const ask = async (evaluation: number, index: number) =>
    (await api.ask<{ input: Input }>(query, { id: evaluations[evaluation]?.id, index })).input;

  test('has its score under each detector', async () => {
    const input = await ask(0, 0);
    expect(input.group).toBe('AUTHENTIC');
    expect(input.clean).toBeNull();
    expect(input.scores.map(({ evaluation }) => evaluation.id).sort()).toEqual(
      evaluations.map(({ id }) => id).sort(),
    );
  });

  test('has its neighbors in order under the kNN score', async () => {
    const { neighbors, sentence } = await ask(0, 0);
    expect(neighbors?.k).toBe(50);
    const distances = neighbors?.nodes.map(({ distance }) => distance) ?? [];
    expect(distances).toHaveLength(10);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(sentence).toContain(`${neighbors?.agreeing} of the 50 nearest training images in conv4`);
  });

  test('has its map of layers by classes under the evolution map', async () => {
    const { evolutionMap } = await ask(1, 0);
    expect(evolutionMap?.layers).toEqual(['conv2', 'conv3', 'conv4', 'fc1', 'fc2']);
    expect(evolutionMap?.values.map((row) => row.length)).toEqual([10, 10, 10, 10, 10]);
  });

  test('has its trajectory under the evolution map, by the distances of that map', async () => {
    await checkTrajectory(api, evaluations[1]?.id ?? '');
  });

  test('has no trajectory under a detector that reads no map', async () => {
    expect(await trajectoryOf(api, evaluations[0]?.id ?? '', 0)).toBeNull();
  });

  test('is null beyond the last', async () => {
    expect(await ask(0, 1e6)).toBeNull();
    expect(await ask(0, -1)).toBeNull();
  });
});

describe('a run computed before', () => {
  test('is reused when launched again with equal inputs, and says so', async () => {
    const again = await launch(api, 'drawSample', {
      modelId: model.id,
      ...counts,
      name: 'Again',
    });
    await finished(api, again);
    const { node } = await api.ask<{ node: { reusedFrom: { id: string } | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { reusedFrom { id } } } }',
      { id: again.run.id },
    );
    expect(node.reusedFrom?.id).toBe(sample.run.id);
  });

  test('is reused whatever the order in which its attacks and controls are named', async () => {
    const again = await launch(api, 'evaluateDetector', {
      detectorId: detectors[0]?.id,
      attackSetIds: [noise.id, attackSet.id],
    });
    await finished(api, again);
    const { node } = await api.ask<{ node: { run: { reusedFrom: { id: string } | null } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { run { reusedFrom { id } } } } }',
      { id: again.id },
    );
    expect(node.run.reusedFrom?.id).toBe(evaluations[0]?.run.id);
    expect(await lastValuesOf(again)).toEqual(await lastValuesOf(evaluations[0] as Launched));
  });
});

describe('a public link to a comparison', () => {
  const newLink = `mutation ($input: CreatePublicLinkInput!) { result: createPublicLink(input: $input) {
    ... on UserError { message } ... on NewPublicLink { secret link { id title } } } }`;

  test('shows the rows, curves and paired tests that members see', async () => {
    const evaluationIds = evaluations.map(({ id }) => id);
    const { result } = await api.ask<{ result: { secret: string; link: { title: string } } }>(newLink, {
      input: { evaluationIds },
    });
    expect(result.link.title).toBe(evaluations.map(({ name }) => name).join(' vs '));
    const row = 'kind epsilon auc aucLow aucHigh nPositive';
    const pair = 'a b deltaAuc deltaLow deltaHigh adjustedPValue';
    const curve = 'rocCurve { falsePositiveRate truePositiveRate auc }';
    const { sharedView, compare } = await api.ask<{
      sharedView: { comparison: { evaluations: object[]; pairs: object[]; sameInputs: boolean } };
      compare: { evaluations: object[]; pairs: object[]; sameInputs: boolean };
    }>(
      `query ($secret: String!, $ids: [ID!]!) {
        sharedView(secret: $secret) { comparison { sameInputs pairs { ${pair} }
          evaluations { name macroAuc rows { ${row} } ${curve} } } }
        compare(evaluationIds: $ids) { ... on Comparison { sameInputs pairs { ${pair} }
          evaluations { name macroAuc rows { ${row} } ${curve} } } } }`,
      { secret: result.secret, ids: evaluationIds },
    );
    expect(sharedView.comparison.evaluations).toHaveLength(evaluationIds.length);
    expect(sharedView.comparison).toEqual(compare);
  });

  test('draws its detectors as their project does, in whatever order they are shared', async () => {
    const { result } = await api.ask<{ result: { secret: string } }>(newLink, {
      input: { evaluationIds: evaluations.map(({ id }) => id).reverse() },
    });
    const { sharedView } = await api.ask<{
      sharedView: { comparison: { evaluations: { place: number }[] } };
    }>('query ($secret: String!) { sharedView(secret: $secret) { comparison { evaluations { place } } } }', {
      secret: result.secret,
    });
    // They were made one after the other, and evaluated in that order.
    expect(sharedView.comparison.evaluations.map(({ place }) => place)).toEqual(
      evaluations.map((_, place) => place).reverse(),
    );
  });

  test('is refused for what is no evaluation of one project', async () => {
    const refused = async (input: object) =>
      (await api.ask<{ result: { message?: string } }>(newLink, { input })).result.message;
    expect(await refused({})).toBe('expected one of runId, evaluationIds and reportId, got none');
    expect(await refused({ evaluationIds: [], runId: sample.run.id })).toBeUndefined();
    expect(await refused({ evaluationIds: [evaluations[0]?.id], runId: sample.run.id })).toBe(
      'expected one of runId, evaluationIds and reportId, got 2',
    );
    expect(await refused({ evaluationIds: [sample.id] })).toBe('No such evaluation.');
  });
});
