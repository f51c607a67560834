import { createHash } from 'node:crypto';
import { builtInDigits, encodePng } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { idxFile } from '../testkit/idx-file';
import { linearModel } from '../testkit/linear-model';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let api: ApiBench;
let projectId: string;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
});
afterAll(() => api.close());

async function upload(bytes: Uint8Array, fileName: string): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { result } = await api.ask<{ result: { uploadId: string; url: string } }>(
    'mutation ($input: BeginUploadInput!) { result: beginUpload(input: $input) { ... on Upload { uploadId url } } }',
    { input: { projectId, kind: 'file', fileName, bytes: bytes.length, sha256 } },
  );
  await fetch(`${api.address}${result.url}`, { method: 'PUT', body: Buffer.from(bytes) });
  return result.uploadId;
}

/** Every so many of the built-in digits, from the given one on, as IDX files. */
async function someDigits(first: number, every: number): Promise<{ images: string; labels: string }> {
  const { images, labels } = builtInDigits();
  const rows = [...labels.keys()].filter((row) => row % every === first);
  const pixels = Buffer.concat(rows.map((row) => images.subarray(row * 784, (row + 1) * 784)));
  return {
    images: await upload(idxFile([rows.length, 28, 28], pixels), `images-${first}`),
    labels: await upload(
      idxFile(
        [rows.length],
        Uint8Array.from(rows, (row) => labels[row] ?? 0),
      ),
      `labels-${first}`,
    ),
  };
}

interface Started {
  readonly id?: string;
  readonly message?: string;
  readonly field?: string;
}

async function start(input: Record<string, unknown>): Promise<Started> {
  const { result } = await api.ask<{ result: Started }>(
    `mutation ($input: StartProtocolInput!) { result: startProtocol(input: $input) {
      ... on TestBed { id } ... on UserError { message } ... on InvalidInputError { field } } }`,
    { input },
  );
  return result;
}

interface Compared {
  readonly protocol: { readonly id: string };
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly detector: string;
    readonly ours: readonly (number | null)[];
    readonly published: readonly (number | null)[];
  }[];
  readonly departures: readonly string[];
  readonly note: string;
}

describe('a model on sprite sheets', () => {
  let dataset: Launched;
  const side = 4;
  const shape = [side, side, 3];

  beforeAll(async () => {
    const count = 40;
    const data = Uint8Array.from({ length: count * side * side * 3 }, (_, at) => (at * 7) % 256);
    const sheet = await encodePng({ height: count, width: side * side, channels: 3, data });
    const labels = { classes: ['a', 'b'], labels: Array.from({ length: count }, (_, row) => row % 2) };
    dataset = await launch(api, 'importDataset', {
      projectId,
      source: {
        spriteSheets: {
          sheets: [await upload(sheet, 'sheet.png')],
          labels: await upload(Buffer.from(JSON.stringify(labels)), 'labels.json'),
          height: side,
          width: side,
          testFraction: 0.25,
        },
      },
    });
    await finished(api, dataset);
  });

  test('has the images of the sheets in two splits', async () => {
    const { node } = await api.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on Dataset { inputShape classNames splits { name count classCounts } } } }',
      { id: dataset.id },
    );
    expect(node).toEqual({
      inputShape: shape,
      classNames: ['a', 'b'],
      splits: [
        { name: 'train', count: 30, classCounts: [15, 15] },
        { name: 'test', count: 10, classCounts: [5, 5] },
      ],
    });
  });

  test('keeps the classes of the data set, and normalizes pixels as its first layer', async () => {
    const { json, weights } = linearModel({ inputShape: shape, classes: 5 });
    const model = await launch(api, 'registerModel', {
      datasetId: dataset.id,
      modelJson: await upload(Buffer.from(JSON.stringify(json)), 'model.json'),
      weights: [await upload(weights, 'weights.bin')],
      normalization: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      outputClasses: [3, 1],
    });
    await finished(api, model);
    const { node } = await api.ask<{
      node: { layers: { name: string; outputShape: number[] }[]; confusion: number[][] };
    }>('query ($id: ID!) { node(id: $id) { ... on Model { confusion layers { name outputShape } } } }', {
      id: model.id,
    });
    expect(node.layers.map(({ name }) => name).slice(0, 3)).toEqual([
      'input_normalization_input',
      'input_normalization',
      'flat',
    ]);
    expect(node.layers.at(-1)?.outputShape).toEqual([2]);
    expect(node.confusion.flat().reduce((sum, of) => sum + of, 0)).toBe(10);
  });

  test('is not run where a protocol needs what it lacks', async () => {
    expect(await start({ protocol: 'carrara-mtap-2018', datasetId: dataset.id })).toMatchObject({
      field: 'modelId',
      message: 'modelId: expected a model, since carrara-mtap-2018 trains none',
    });
    expect(await start({ protocol: 'massoli-cviu-2021', datasetId: dataset.id })).toMatchObject({
      message: expect.stringMatching(/^sizes: expected at most 10 images/),
    });
    expect(await start({ protocol: 'no-such-2020', datasetId: dataset.id })).toMatchObject({
      message: expect.stringMatching(/^protocol: expected one of carrara-mtap-2018/),
    });
  });
});

test('a protocol runs to its end, and shows its figures beside the published ones', async () => {
  const [train, held] = [await someDigits(0, 5), await someDigits(1, 25)];
  const idx = {
    trainImages: train.images,
    trainLabels: train.labels,
    testImages: held.images,
    testLabels: held.labels,
  };
  const dataset = await launch(api, 'importDataset', { projectId, source: { idx } });
  await finished(api, dataset);
  const sizes = { train: 20, validation: 10, test: 20 };
  const { id } = await start({ protocol: 'massoli-cviu-2021', datasetId: dataset.id, ...sizes });
  const query = `query ($id: ID!) { node(id: $id) { ... on TestBed { done total runs { status failure { message } }
    besidePublished { protocol { id } columns rows { detector ours published } departures note } } } }`;
  const bed = await waitFor(
    'the protocol to be finished',
    async () => {
      const { node } = await api.ask<{
        node: {
          done: number;
          total: number;
          runs: { status: string; failure: { message: string } | null }[];
          besidePublished: Compared;
        };
      }>(query, { id });
      const failed = node.runs.find(({ status }) => status === 'FAILED');
      if (failed) throw new Error(failed.failure?.message);
      return node.done === node.total ? node : undefined;
    },
    400_000,
  );
  const { protocol, columns, rows, departures, note } = bed.besidePublished;
  expect(protocol.id).toBe('massoli-cviu-2021');
  expect(columns).toEqual(['Macro-AUC', 'FGSM', 'BIM', 'PGD', 'MI-FGSM', 'Random noise (control)']);
  expect(rows).toHaveLength(4);
  for (const { ours } of rows) {
    const [macro, ...attacks] = ours.map(Number);
    const mean = attacks.slice(0, 4).reduce((sum, auc) => sum + auc, 0) / 4;
    expect(macro).toBeCloseTo(mean, 10);
    expect(macro).toBeGreaterThan(0.5);
  }
  const cosine = rows.find(({ detector }) => detector.includes('medoid, cosine'));
  expect(cosine?.published).toEqual([0.96, null, null, null, null, null]);
  expect(departures.join(' ')).toContain('20 / 10 / 20 images');
  expect(note).toContain('not confirmed');
}, 450_000);

test('its reference points are of correctly classified images, which the reference set says', async () => {
  const { node } = await api.ask<{
    node: {
      referenceSets: {
        edges: {
          node: { correctOnly: boolean; medoidSample: null; classCounts: number[]; correctCounts: number[] };
        }[];
      };
    };
  }>(
    `query ($id: ID!) { node(id: $id) { ... on Project {
      referenceSets(first: 20) { edges { node { correctOnly medoidSample classCounts correctCounts } } } } } }`,
    { id: projectId },
  );
  const [set] = node.referenceSets.edges;
  expect(set?.node).toMatchObject({ correctOnly: true, medoidSample: null });
  set?.node.correctCounts.forEach((count, label) => {
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(set.node.classCounts[label] ?? 0);
  });
});
