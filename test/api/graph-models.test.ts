import { graphClassifier } from '@fiducial/core/models';
import { seededRandom, tf } from '@fiducial/core/tensors';
import { cutGraphSoftmax, normalizeGraphInput, readGraphModel } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { convGraph, type ModelFiles } from '../testkit/conv-graph';
import { idxFile } from '../testkit/idx-file';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';
import { uploadFile } from '../testkit/upload-file';

/** A model in graph format through the whole study: taken in, attacked by queries, watched; and what is refused. */
let api: ApiBench;
let projectId: string;
let dataset: Launched;
let model: Launched;
let sample: Launched;

const inputShape: [number, number, number] = [8, 8, 1];
const counts = { train: 200, test: 120 };
const normalization = { mean: [0.5], std: [0.25] };

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
  const images = bars(counts.train + counts.test);
  const { bias, labels } = await halvesOf(images);
  const { train } = counts;
  const source = {
    trainImages: await upload(idxFile([train, 8, 8], images.subarray(0, train * 64))),
    trainLabels: await upload(idxFile([train], labels.subarray(0, train))),
    testImages: await upload(idxFile([counts.test, 8, 8], images.subarray(train * 64))),
    testLabels: await upload(idxFile([counts.test], labels.subarray(train))),
  };
  dataset = await launch(api, 'importDataset', { projectId, source: { idx: source } });
  two = convGraph({ inputShape, classes: 2, bias });
  model = await register(two.graph, { normalization });
  await finished(api, model);
  sample = await launch(api, 'drawSample', {
    modelId: model.id,
    ...{ train: 30, validation: 20, test: 20, maxErrors: 5 },
  });
}, 200_000);

afterAll(() => api.close());

let two: ReturnType<typeof convGraph>;

const upload = (bytes: Uint8Array, fileName = 'file.bin') => uploadFile(api, projectId, { bytes, fileName });

async function register(
  { json, weights }: ModelFiles,
  more: Record<string, unknown> = {},
): Promise<Launched> {
  return launch(api, 'registerModel', {
    datasetId: dataset.id,
    modelJson: await upload(Buffer.from(JSON.stringify(json)), 'model.json'),
    weights: [await upload(weights, 'weights.bin')],
    ...more,
  });
}

/** Bright left or right halves with some noise, `[count, 8, 8]` bytes. */
function bars(count: number): Uint8Array {
  const random = seededRandom(3);
  const images = new Uint8Array(count * 64);
  for (let image = 0; image < count; image++) {
    const [base, slope] = [random.uniform(), random.uniform()];
    for (let at = 0; at < 64; at++) {
      const value = 0.8 * base + (at % 8 < 4 ? 0.4 : -0.4) * slope + 0.2 * random.uniform();
      images[image * 64 + at] = 255 * Math.min(1, Math.max(0, value));
    }
  }
  return images;
}

/** A bias with which the network calls about half of the images 1, and what it calls them. */
async function halvesOf(images: Uint8Array): Promise<{ bias: number[]; labels: Uint8Array }> {
  await tf.setBackend('cpu');
  const { json, weights } = convGraph({ inputShape, classes: 2, bias: [0, 0] }).graph;
  const file = readGraphModel(JSON.stringify(json), new Map([['weights.bin', weights]]));
  const network = await graphClassifier(normalizeGraphInput(cutGraphSoftmax(file), normalization), [0, 1]);
  const logits = tf.tidy(() => {
    const pixels = tf.tensor4d(
      Float32Array.from(images, (byte) => byte / 255),
      [images.length / 64, 8, 8, 1],
    );
    return network.logits(pixels).dataSync();
  });
  const margins = Array.from(
    { length: images.length / 64 },
    (_, row) => (logits[2 * row + 1] ?? 0) - (logits[2 * row] ?? 0),
  );
  // Within the widest gap around the median: no image lies where rounding decides.
  const sorted = margins.toSorted((a, b) => a - b);
  const third = Math.floor(sorted.length / 3);
  const gaps = sorted.slice(third, -third).map((low, at) => ({ low, high: sorted[third + at + 1] ?? low }));
  const widest = gaps.reduce((best, gap) => (gap.high - gap.low > best.high - best.low ? gap : best));
  const middle = (widest.low + widest.high) / 2;
  return { bias: [0, -middle], labels: Uint8Array.from(margins, (margin) => Number(margin > middle)) };
}

interface Shown {
  readonly format: string;
  readonly taps: string[];
  readonly cleanAccuracy: number;
  readonly confusion: number[][];
  readonly limitations: { code: string; message: string }[];
  readonly layers: { name: string; className: string }[];
}

const show = async ({ id }: Launched) =>
  (
    await api.ask<{ node: Shown }>(
      `query ($id: ID!) { node(id: $id) { ... on Model {
        format taps cleanAccuracy confusion limitations { code message } layers { name className } } } }`,
      { id },
    )
  ).node;

describe('a model in graph format', () => {
  test('is registered with its nodes, its usual taps, its accuracy and what cannot be done with it', async () => {
    const shown = await show(model);
    expect(shown).toMatchObject({ format: 'GRAPH', taps: ['block', 'mean'] });
    expect(shown.cleanAccuracy).toBeGreaterThan(0.98);
    expect(shown.layers.at(-1)).toEqual({ name: 'logits', className: 'BiasAdd' });
    expect(shown.limitations.map(({ code }) => code)).toEqual([
      'NO_GRADIENT_ATTACKS',
      'NO_ADAPTIVE_ATTACKS',
      'NO_STUDIES',
    ]);
    expect(shown.limitations[0]?.message).toMatch(/: Square, .*HopSkipJump, .*Random noise\.$/);
  });

  test('says of the test split what the same network says as layers, which has no limitations', async () => {
    const twin = await register(two.layers, { normalization });
    await finished(api, twin);
    const [layers, graph] = [await show(twin), await show(model)];
    expect(layers).toMatchObject({ format: 'LAYERS', limitations: [], confusion: graph.confusion });
  });

  test('keeps the taps asked for, and some of its outputs only', async () => {
    const more = { taps: ['conv1/Relu', 'pool'], outputClasses: [1, 0], normalization };
    const swapped = await register(two.graph, more);
    await finished(api, swapped);
    const shown = await show(swapped);
    expect(shown.taps).toEqual(['conv1/Relu', 'pool']);
    expect(shown.cleanAccuracy).toBeLessThan(0.02);
  });

  test('is attacked by queries and by noise, and watched by detectors', async () => {
    const attack = (of: Record<string, unknown>) =>
      launch(api, 'launchAttack', { sampleId: sample.id, ...of });
    const square = await attack({ attack: { square: { queries: 60 } }, epsilons: [0.25] });
    const noise = await attack({ attack: { randomNoise: {} }, epsilons: [0.25] });
    const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
    const fit = (detector: Record<string, unknown>, trainOn: string[] = []) =>
      launch(api, 'fitDetector', { referenceSetId: referenceSet.id, sampleId: sample.id, detector, trainOn });
    const evaluations: Launched[] = [];
    for (const { id } of [
      await fit({ knnScore: { layer: 'block', k: 10 } }),
      await fit({ evolutionMap: { epochs: 3, units: 4 } }, [square.id]),
      await fit({ featureSqueezing: {} }),
    ])
      evaluations.push(
        await launch(api, 'evaluateDetector', { detectorId: id, attackSetIds: [square.id, noise.id] }),
      );
    for (const evaluation of evaluations) await finished(api, evaluation, 200_000);
    const { node } = await api.ask<{ node: { outcomes: { attacked: number; successRate: number }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on AttackSet { outcomes { attacked successRate } } } }',
      { id: square.id },
    );
    expect(node.outcomes[0]?.attacked).toBe(70);
    expect(node.outcomes[0]?.successRate).toBeGreaterThan(0.2);
  }, 250_000);

  test.each([
    ['fgsm', { fgsm: {} }],
    ['deepFool', { deepFool: {} }],
    ['autoAttack', { autoAttack: {} }],
  ])(
    'is not attacked by %s, which follows gradients: that is said before anything starts',
    async (_, attack) => {
      const launched = launch(api, 'launchAttack', { sampleId: sample.id, attack, epsilons: [0.1] });
      await expect(launched).rejects.toThrow(
        /attack: expected one that needs no gradients \(Square, .*Random noise\), since .* is a model in graph format and has none, got /,
      );
    },
  );

  test.each([
    [
      'with an operation of somebody’s own',
      (json: string) => json.replace('"MaxPool"', '"MyPool"'),
      /got "MyPool", which is not taken/,
    ],
    [
      'for other images',
      (json: string) => json.replace('"size":"8"', '"size":"9"'),
      /expected \[8, 8, 1\] like the data set, got \[9, 8, 1\]/,
    ],
    [
      'whose layers do not fit',
      (json: string) => json.replace('["mean","logits/kernel"]', '["mean","axes"]'),
      /TensorFlow.js cannot run it/,
    ],
  ])('%s fails in words', async (_, change, words) => {
    const json = JSON.parse(change(JSON.stringify(two.graph.json))) as Record<string, unknown>;
    const failing = await register({ ...two.graph, json });
    await expect(finished(api, failing)).rejects.toThrow(words);
  });

  test('that is no JSON is refused', async () => {
    const modelJson = await upload(Buffer.from('{'), 'model.json');
    const weights = [await upload(two.graph.weights, 'weights.bin')];
    await expect(launch(api, 'registerModel', { datasetId: dataset.id, modelJson, weights })).rejects.toThrow(
      /modelJson: model.json: expected JSON/,
    );
  });

  test('is not given to a protocol whose attacks follow gradients', async () => {
    const tapped = await register(two.graph, { taps: ['conv1/Relu', 'block', 'mean'], normalization });
    await finished(api, tapped);
    const { result } = await api.ask<{ result: { message?: string } }>(
      `mutation ($input: StartProtocolInput!) { result: startProtocol(input: $input) { ... on UserError { message } } }`,
      {
        input: {
          ...{ protocol: 'carrara-eccvw-2018', datasetId: dataset.id, modelId: tapped.id },
          ...{ train: 10, validation: 5, test: 5 },
        },
      },
    );
    expect(result.message).toMatch(/^modelId: expected one that needs no gradients/);
  });
});
