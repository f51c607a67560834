import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { storedZip } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { idxFile } from '../testkit/idx-file';
import { linearModel } from '../testkit/linear-model';
import { createProject, finished, type Launched, launch } from '../testkit/thing-requests';

let api: ApiBench;
let projectId: string;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
});
afterAll(() => api.close());

interface Begun {
  readonly uploadId: string;
  readonly url: string;
  readonly message?: string;
}

async function begin(bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<Begun> {
  const input = {
    projectId,
    kind: 'file',
    fileName: 'file.bin',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...more,
  };
  const { result } = await api.ask<{ result: Begun }>(
    'mutation ($input: BeginUploadInput!) { result: beginUpload(input: $input) { ... on Upload { uploadId url } ... on UserError { message } } }',
    { input },
  );
  return result;
}

async function put(url: string, bytes: Uint8Array): Promise<{ status: number; error?: string }> {
  const response = await fetch(`${api.address}${url}`, { method: 'PUT', body: Buffer.from(bytes) });
  return { status: response.status, ...((await response.json()) as { error?: string }) };
}

async function upload(bytes: Uint8Array, fileName = 'file.bin'): Promise<string> {
  const { uploadId, url } = await begin(bytes, { fileName });
  expect(await put(url, bytes)).toMatchObject({ status: 201 });
  return uploadId;
}

describe('an upload', () => {
  const bytes = randomBytes(5000);

  test('is taken once', async () => {
    const { url } = await begin(bytes);
    expect((await put(url, bytes)).status).toBe(201);
    expect(await put(url, bytes)).toMatchObject({ status: 409, error: expect.stringMatching(/already/) });
  });

  test.each([
    [
      'other bytes',
      (right: Buffer) => Buffer.from(right.map((value) => value ^ 1)),
      400,
      /expected [0-9a-f]{64}/,
    ],
    ['fewer bytes', (right: Buffer) => right.subarray(1), 400, /expected 5000, got 4999/],
    ['more bytes', (right: Buffer) => Buffer.concat([right, right]), 413, /expected 5000, got more/],
  ])('of %s than announced is refused, and can be tried again', async (_name, change, status, words) => {
    const { url } = await begin(bytes);
    expect(await put(url, change(bytes))).toMatchObject({ status, error: expect.stringMatching(words) });
    expect((await put(url, bytes)).status).toBe(201);
  });

  test('to an address that was not given is refused', async () => {
    const { url } = await begin(bytes);
    expect(
      (
        await put(
          url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
          bytes,
        )
      ).status,
    ).toBe(404);
    expect((await put(url.split('?')[0] ?? '', bytes)).status).toBe(404);
    expect((await put('/uploads/..%2f..%2fetc?signature=x', bytes)).status).toBe(404);
  });

  test.each([
    ['a path for a name', { fileName: '../../x' }],
    ['a size of zero', { bytes: 0 }],
    ['a size of 10 TB', { bytes: 1e13 }],
    ['a digest that is none', { sha256: 'x' }],
  ])('with %s is not begun', async (_name, more) => {
    expect((await begin(bytes, more)).message).toMatch(/expected/);
  });

  test.each([
    ['that there is not', 'checkpiont', '"checkpiont"'],
    ['without end', 'k'.repeat(100_000), `"${'k'.repeat(79)}…"`],
    ['that breaks lines', 'idx\n', '"idx\\n"'],
  ])('of a kind %s is refused before anything is stored', async (_name, kind, got) => {
    const before = await api.prisma.upload.count();
    expect((await begin(bytes, { kind })).message).toBe(
      `kind: expected one of idx, imageFolder, spriteSheet, labels, model, weights, checkpoint, file, got ${got}`,
    );
    expect(await api.prisma.upload.count()).toBe(before);
  });

  test('cannot be used before its bytes have arrived', async () => {
    const { uploadId } = await begin(bytes);
    await expect(
      launch(api, 'importDataset', { projectId, source: { imageFolder: { archive: uploadId } } }),
    ).rejects.toThrow(/have not arrived/);
  });
});

const labelsOf = (count: number) => Uint8Array.from({ length: count }, (_, at) => at % 10);

async function importIdx(): Promise<Launched> {
  const files = {
    trainImages: gzipSync(idxFile([40, 8, 8], randomBytes(40 * 64))),
    trainLabels: idxFile([40], labelsOf(40)),
    testImages: idxFile([20, 8, 8], randomBytes(20 * 64)),
    testLabels: gzipSync(idxFile([20], labelsOf(20))),
  };
  const entries = await Promise.all(
    Object.entries(files).map(async ([role, bytes]) => [role, await upload(bytes)] as const),
  );
  return launch(api, 'importDataset', { projectId, source: { idx: Object.fromEntries(entries) } });
}

async function describeDataset({ id }: Launched) {
  const { node } = await api.ask<{
    node: {
      inputShape: number[];
      classNames: string[];
      splits: { name: string; count: number; classCounts: number[] }[];
    };
  }>(
    'query ($id: ID!) { node(id: $id) { ... on Dataset { inputShape classNames splits { name count classCounts } } } }',
    { id },
  );
  return node;
}

describe('a data set from files', () => {
  test('in IDX format, plain or packed, is imported', async () => {
    const dataset = await importIdx();
    await finished(api, dataset);
    expect(await describeDataset(dataset)).toMatchObject({
      inputShape: [8, 8, 1],
      splits: [
        { name: 'train', count: 40, classCounts: Array(10).fill(4) },
        { name: 'test', count: 20, classCounts: Array(10).fill(2) },
      ],
    });
  });

  test('in an image folder is imported, whose folders are the classes', async () => {
    const { encodePng } = await import('@fiducial/formats');
    const picture = (seed: number) =>
      encodePng({
        width: 6,
        height: 6,
        channels: 3,
        data: Uint8Array.from({ length: 108 }, (_, at) => (at * seed) % 256),
      });
    const files: Record<string, Buffer> = {};
    for (const name of ['cat', 'dog'])
      for (let at = 0; at < 10; at++)
        files[`pets/${name}/${at}.png`] = await picture(at + (name === 'cat' ? 3 : 30));
    const archive = await upload(storedZip(files), 'pets.zip');
    const dataset = await launch(api, 'importDataset', {
      projectId,
      source: { imageFolder: { archive, testFraction: 0.3 } },
    });
    await finished(api, dataset);
    expect(await describeDataset(dataset)).toMatchObject({
      inputShape: [6, 6, 3],
      classNames: ['cat', 'dog'],
      splits: [
        { name: 'train', count: 14, classCounts: [7, 7] },
        { name: 'test', count: 6, classCounts: [3, 3] },
      ],
    });
  });

  test('that are no images fails in words', async () => {
    const archive = await upload(storedZip({ 'a/x.png': Buffer.from('no'), 'b/y.png': Buffer.from('no') }));
    const dataset = await launch(api, 'importDataset', { projectId, source: { imageFolder: { archive } } });
    await expect(finished(api, dataset)).rejects.toThrow(/a\/x\.png/);
  });
});

/** The same network as a graph of layers, as Keras exports its functional models. */
function functional(json: object): object {
  const sequential = json as { modelTopology: { config: { layers: { config: { name: string } }[] } } };
  const layers = sequential.modelTopology.config.layers.map((layer, at, all) => {
    const before = all[at - 1]?.config.name ?? 'input';
    return { ...layer, name: layer.config.name, inbound_nodes: [[[before, 0, 0, {}]]] };
  });
  const input = { name: 'input', batch_input_shape: [null, 8, 8, 1], dtype: 'float32' };
  const first = { class_name: 'InputLayer', config: input, name: 'input', inbound_nodes: [] };
  const config = {
    name: 'functional',
    layers: [first, ...layers],
    input_layers: [['input', 0, 0]],
    output_layers: [[layers.at(-1)?.name, 0, 0]],
  };
  return { ...json, modelTopology: { class_name: 'Functional', config } };
}

describe('an uploaded layers-model', () => {
  async function register(
    change: (files: { json: object; weights: Buffer }) => { json: object; weights: Buffer },
    more: Record<string, unknown> = {},
  ) {
    const dataset = await importIdx();
    const { json, weights } = change(linearModel({ inputShape: [8, 8, 1], classes: 10 }));
    return launch(api, 'registerModel', {
      datasetId: dataset.id,
      modelJson: await upload(Buffer.from(JSON.stringify(json)), 'model.json'),
      weights: [await upload(weights, 'weights.bin')],
      ...more,
    });
  }

  test('is registered with its layers and its accuracy', async () => {
    const model = await register((files) => files);
    await finished(api, model);
    const { node } = await api.ask<{
      node: { layers: { name: string; outputShape: number[] }[]; cleanAccuracy: number };
    }>('query ($id: ID!) { node(id: $id) { ... on Model { cleanAccuracy layers { name outputShape } } } }', {
      id: model.id,
    });
    expect(node.layers.at(-1)).toEqual({ name: 'logits', outputShape: [10] });
    expect(node.cleanAccuracy).toBeGreaterThanOrEqual(0);
    expect(node.cleanAccuracy).toBeLessThanOrEqual(1);
  });

  test('may be a functional one', async () => {
    const model = await register(({ json, weights }) => ({ json: functional(json), weights }));
    expect(await finished(api, model)).toBe(true);
  });

  test('that TensorFlow.js cannot build fails in words', async () => {
    const model = await register(({ json, weights }) => ({
      json: JSON.parse(JSON.stringify(json).replaceAll('logits/kernel', 'logits/other')) as object,
      weights,
    }));
    await expect(finished(api, model)).rejects.toThrow(/TensorFlow\.js cannot build it: .*logits/);
  });

  test.each([[[0, 0]], [[1, 0]], [[-1e300, 1e300]]])('is refused with pixels from %j', async (bounds) => {
    await expect(register((files) => files, { bounds })).rejects.toThrow(/^registerModel: bounds/);
  });

  test('with too few weights fails in words', async () => {
    const model = await register(({ json, weights }) => ({ json, weights: weights.subarray(4) }));
    await expect(finished(api, model)).rejects.toThrow(/weights/);
  });

  test('with a layer that is not known fails in words', async () => {
    const model = await register(({ json, weights }) => ({
      json: JSON.parse(JSON.stringify(json).replace('"Flatten"', '"Lambda"')) as object,
      weights,
    }));
    await expect(finished(api, model)).rejects.toThrow(/Lambda/);
  });
});
