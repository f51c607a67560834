import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, type Launched, launch } from '../testkit/thing-requests';

/** Launches that are refused, or not, before anything is computed: there is no worker, everything waits. */
let api: ApiBench;
let projectId: string;
let dataset: Launched;
let model: Launched;
let sample: Launched;
let attackSet: Launched;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  projectId = await createProject(api);
  dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  model = await launch(api, 'trainModel', { datasetId: dataset.id, architecture: { standardCnn: {} } });
  sample = await launch(api, 'drawSample', { modelId: model.id });
  attackSet = await launch(api, 'launchAttack', {
    sampleId: sample.id,
    attack: { fgsm: {} },
    epsilons: [0.1],
  });
});
afterAll(() => api.close());

test('an idempotency key that no index holds is refused', async () => {
  await expect(
    launch(api, 'drawSample', { modelId: model.id, idempotencyKey: 'x'.repeat(201) }),
  ).rejects.toThrow('idempotencyKey: expected at most 200 characters, got 201');
});

test('attack sets named twice are learned from once', async () => {
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  const detector = await launch(api, 'fitDetector', {
    referenceSetId: referenceSet.id,
    sampleId: sample.id,
    detector: { evolutionMap: {} },
    trainOn: [attackSet.id, attackSet.id],
  });
  const { node } = await api.ask<{ node: { trainedOn: string[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Detector { trainedOn } } }',
    { id: detector.id },
  );
  expect(node.trainedOn).toEqual([attackSet.name]);
});

test.each([
  [{ knnScore: { layers: ['conv4', 'conv4'] } }, 'layers: expected each layer once, got conv4 more often'],
  [{ lid: { k: 50, minibatch: 20 } }, 'detector.lid.k: expected 2 to 20 (the minibatch), got 50'],
])('a detector that would fail, or say one thing twice, is refused: %j', async (detector, words) => {
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  const fit = launch(api, 'fitDetector', {
    ...{ referenceSetId: referenceSet.id, sampleId: sample.id },
    ...{ detector, trainOn: [attackSet.id] },
  });
  await expect(fit).rejects.toThrow(words);
});

test('an attack on a class without its number is refused', async () => {
  await expect(
    launch(api, 'launchAttack', {
      sampleId: sample.id,
      attack: { pgd: { target: 'class' } },
      epsilons: [0.1],
    }),
  ).rejects.toThrow('attack.pgd.targetClass: expected the number of a class with target class, got none');
});

test('projects of one name, made at once, are told apart', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => createProject(api, 'At once')));
  expect(new Set(ids).size).toBe(12);
});

describe('a split that the data set lacks', () => {
  beforeAll(async () => {
    const [, datasetId = ''] = Buffer.from(dataset.id, 'base64').toString().split(':');
    await api.prisma.split.createMany({
      data: ['train', 'test'].map((name) => ({
        datasetId,
        name,
        firstItem: 0,
        count: 5000,
        digest: '',
        classCounts: [],
      })),
    });
  });

  test.each(['drawSample', 'buildReferenceSet'] as const)('is refused by %s', async (mutation) => {
    await expect(launch(api, mutation, { modelId: model.id, splitName: 'nope' })).rejects.toThrow(
      'splitName: expected one of test, train, got nope',
    );
  });
});

describe('an upload whose id is no UUID', () => {
  const id = '-'.repeat(36);

  test('is not found by the API', async () => {
    const { result } = await api.ask<{ result: { message: string } }>(
      'mutation ($id: String!) { result: completeUpload(uploadId: $id) { ... on UserError { message } } }',
      { id },
    );
    expect(result.message).toBe('No such upload.');
  });

  test.each(['uploads', 'files', 'images/dataset'])('is not found at /%s', async (path) => {
    const response = await fetch(`${api.address}/${path}/${id}/0.png`);
    expect(response.status).toBe(404);
    const put = await fetch(`${api.address}/${path}/${id}?signature=x`, { method: 'PUT', body: 'x' });
    expect(put.status).toBe(404);
  });
});
