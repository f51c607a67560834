import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';

/** Attack sets through the API with the product's own tasks: with epsilons, without, rounded, traced, too weak. */
let api: ApiBench;
let sample: Launched;
let strong: Launched;
let weak: Launched;
let slow: Launched;
let minimal: Launched;
let detector: Launched;
let evaluation: Launched;

const epsilons = [40 / 255, 80 / 255];
const images = 60;

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
    ...{ train: 20, validation: 20, test: 20, maxErrors: 5 },
  });
  const attack = (of: Record<string, unknown>) => launch(api, 'launchAttack', { sampleId: sample.id, ...of });
  const bim = { bim: { stepSize: 20 / 255, steps: 5 } };
  strong = await attack({ attack: bim, epsilons, quantization: 'UINT8', trace: true, name: 'Strong' });
  // A step of a thousandth leads nowhere: no better than noise, and far below the strong one.
  weak = await attack({ attack: { bim: { stepSize: 1e-3, steps: 1 } }, epsilons, name: 'Weak' });
  // More steps than the strong one, too short to lead anywhere.
  const steps = { bim: { stepSize: 1e-4, steps: 6 } };
  slow = await attack({ attack: steps, epsilons, quantization: 'UINT8', name: 'Slow' });
  minimal = await attack({ attack: { hopSkipJump: { queries: 200 } } });
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  detector = await launch(api, 'fitDetector', {
    ...{ referenceSetId: referenceSet.id, sampleId: sample.id },
    detector: { knnScore: { layer: 'conv4', k: 20 } },
  });
  evaluation = await launch(api, 'evaluateDetector', { detectorId: detector.id, attackSetIds: [minimal.id] });
  for (const thing of [strong, weak, slow, minimal, evaluation]) await finished(api, thing, 500_000);
}, 600_000);

afterAll(() => api.close());

interface Shown {
  readonly name: string;
  readonly epsilons: (number | null)[];
  readonly norm: string;
  readonly quantization: string;
  readonly threatLevel: string;
  readonly zeroGradientShare: number | null;
  readonly outcomes: Record<string, number | null>[];
  readonly flags: { code: string; message: string; epsilon: number | null }[];
  readonly securityCurve: { budget: number; successRate: number }[];
  readonly optimality: Record<string, number | string | null>;
  readonly traces: { loss: number[]; success: number[] }[];
}

const show = async ({ id }: Launched) =>
  (
    await api.ask<{ node: Shown }>(
      `query ($id: ID!) { node(id: $id) { ... on AttackSet {
        name epsilons norm quantization threatLevel zeroGradientShare
        outcomes { epsilon attacked successful successRate medianL2 medianLinf meanConfidence noiseSuccessful }
        flags { code message epsilon } securityCurve { budget successRate }
        optimality { norm sets images best medianRatio meanRatio } traces { loss success } } } }`,
      { id },
    )
  ).node;

describe('an attack set with epsilons', () => {
  test('passes the quality gate when it is strong, and tells its norms over the images it fooled', async () => {
    const set = await show(strong);
    expect(set).toMatchObject({
      epsilons,
      norm: 'Linf',
      threatLevel: 'ZERO',
      flags: [],
      zeroGradientShare: 0,
    });
    for (const {
      epsilon,
      medianLinf,
      medianL2,
      meanConfidence,
      noiseSuccessful,
      successful,
    } of set.outcomes) {
      expect(medianLinf).toBeCloseTo(epsilon ?? 0, 5);
      expect(medianL2).toBeGreaterThan(medianLinf ?? 0);
      expect(meanConfidence).toBeGreaterThan(0.1);
      expect(noiseSuccessful).toBeLessThan(successful ?? 0);
    }
  });

  test('has a point of its security curve for each epsilon', async () => {
    const { securityCurve, outcomes } = await show(strong);
    expect(securityCurve).toEqual(
      outcomes.map(({ epsilon, successRate }) => ({ budget: epsilon, successRate })),
    );
  });

  test('says whether it was rounded', async () => {
    expect((await show(strong)).quantization).toBe('UINT8');
    expect((await show(weak)).quantization).toBe('FLOAT32');
  });

  test('is flagged in words when noise does as well and another attack far better', async () => {
    const { flags } = await show(weak);
    const of = (code: string) => flags.filter((flag) => flag.code === code);
    expect(of('NOISE_AS_GOOD').length).toBeGreaterThan(0);
    expect(of('BELOW_BEST').map(({ epsilon }) => epsilon)).toEqual(epsilons);
    expect(of('BELOW_BEST')[0]?.message).toMatch(/Strong|HopSkipJump/);
  });

  test('is flagged when it fools fewer images in more steps than a stored set of the same attack', async () => {
    const steps = (await show(slow)).flags.filter(({ code }) => code === 'STEPS_LOWER_SUCCESS');
    expect(steps.map(({ epsilon }) => epsilon)).toEqual(epsilons);
    expect(steps[0]?.message).toMatch(/in 6 steps of .*in 5 steps of 20\/255 \(Strong\)\.$/);
    // The weak one has fewer steps, and is not rounded: nothing to be held against it.
    expect((await show(weak)).flags.map(({ code }) => code)).not.toContain('STEPS_LOWER_SUCCESS');
  });

  test('keeps loss and success query by query only when asked', async () => {
    const { traces, outcomes } = await show(strong);
    expect(traces).toHaveLength(2);
    for (const [at, { loss, success }] of traces.entries()) {
      expect(loss.length).toBeGreaterThanOrEqual(5);
      expect(loss.at(-1)).toBeGreaterThan(loss[0] ?? 0);
      expect(success[0]).toBe(0);
      expect(success.at(-1)).toBeLessThanOrEqual((outcomes[at]?.successRate ?? 0) + 0.2);
    }
    expect((await show(weak)).traces).toEqual([]);
  });
});

describe('an attack set of minimal norm', () => {
  test('has one block of images, whose epsilon is null', async () => {
    const set = await show(minimal);
    expect(set.name).toMatch(/, minimal norm$/);
    expect(set.epsilons).toEqual([null]);
    expect(set.outcomes).toEqual([expect.objectContaining({ epsilon: null, attacked: images })]);
    const { node } = await api.ask<{
      node: { images: { edges: { node: { epsilon: null; difference: { url: string; factor: number } } }[] } };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on AttackSet {
        images(epsilonIndex: 0, first: 60) { edges { node { epsilon difference { url factor } } } } } } }`,
      { id: minimal.id },
    );
    expect(node.images.edges).toHaveLength(images);
    const [first] = node.images.edges;
    expect(first?.node.epsilon).toBeNull();
    const picture = await fetch(`${api.address}${first?.node.difference.url}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  test('has no images at an epsilon that it does not have: refused rather than empty', async () => {
    const { errors } = await api.send(
      'query ($id: ID!) { node(id: $id) { ... on AttackSet { images(epsilonIndex: 77, first: 1) { edges { cursor } } } } }',
      { id: minimal.id },
    );
    expect(errors?.[0]?.message).toBe('epsilonIndex: expected 0, got 77');
  });

  test('has a security curve that rises to its success', async () => {
    const { securityCurve, outcomes } = await show(minimal);
    expect(securityCurve[0]).toEqual({ budget: 0, successRate: 0 });
    const rates = securityCurve.map(({ successRate }) => successRate);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates.at(-1)).toBe(outcomes[0]?.successRate);
  });

  test('is told how far it is from the best known perturbations', async () => {
    const { optimality, outcomes } = await show(minimal);
    expect(optimality).toMatchObject({ sets: 4, images: outcomes[0]?.successful });
    expect(optimality.medianRatio).toBeGreaterThanOrEqual(1);
    const { node } = await api.ask<{
      node: { bestKnown: { fooled: number; norms: (number | null)[]; foundBy: { images: number }[] } };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on Sample { bestKnown(norm: L2) {
        fooled norms foundBy { attackSet { name } images } } } } }`,
      { id: sample.id },
    );
    const { fooled, norms, foundBy } = node.bestKnown;
    expect(norms).toHaveLength(images);
    expect(norms.filter((size) => size !== null)).toHaveLength(fooled);
    expect(foundBy.reduce((sum, by) => sum + by.images, 0)).toBe(fooled);
  });

  test('is evaluated like others, with an epsilon of null', async () => {
    const { node, input } = await api.ask<{
      node: { rows: { kind: string; epsilon: null; auc: number | null }[] };
      input: { epsilon: null; difference: { factor: number } };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { rows { kind epsilon auc } } }
        input(evaluationId: $id, index: 30) { group epsilon difference { factor } } }`,
      { id: evaluation.id },
    );
    const rows = node.rows.filter(({ kind }) => kind === 'ATTACK_EPSILON');
    expect(rows).toEqual([expect.objectContaining({ epsilon: null })]);
    expect(rows[0]?.auc).toBe(node.rows.find(({ kind }) => kind === 'ATTACK')?.auc);
    expect(input).toMatchObject({ group: 'ADVERSARIAL', epsilon: null });
    expect(input.difference.factor).toBeGreaterThanOrEqual(1);
  });
});

describe('a launch', () => {
  const refused = async (input: Record<string, unknown>) =>
    (
      await api.ask<{ result: { message: string } }>(
        `mutation ($input: LaunchAttackInput!) { result: launchAttack(input: $input) {
          __typename ... on UserError { message } } }`,
        { input: { sampleId: sample.id, ...input } },
      )
    ).result.message;

  test('without epsilons is refused for an attack that stays within one', async () => {
    expect(await refused({ attack: { fgsm: {} } })).toBe('epsilons: expected 1 to 32 values, got 0');
    expect(await refused({ attack: { fgsm: {} }, epsilons: [] })).toBe(
      'epsilons: expected 1 to 32 values, got 0',
    );
  });

  test('with epsilons is refused for an attack that looks for the smallest perturbation', async () => {
    expect(await refused({ attack: { hopSkipJump: {} }, epsilons: [0.1] })).toMatch(
      /^epsilons: expected none, since HopSkipJump looks for the smallest perturbation, got 1$/,
    );
  });

  test('is refused beyond how far two inputs can be apart in the norm', async () => {
    expect(await refused({ attack: { fgsm: {} }, epsilons: [1.5] })).toMatch(
      /at most 1 .* in Linf\), got 1.5$/,
    );
    expect(await refused({ attack: { pgdL2: {} }, epsilons: [29] })).toMatch(
      /at most 28 .* in L2\), got 29$/,
    );
  });
});
