import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { linearModel } from '../testkit/linear-model';
import { createProject, type Launched, launch } from '../testkit/thing-requests';
import { uploadFile } from '../testkit/upload-file';

/** What runs tell of their launch, sent again: no worker is needed to see that both say the same. */
let api: ApiBench;
let projectId: string;

interface Told {
  readonly params: unknown;
  readonly seed: number;
  readonly inputs: readonly { role: string; run: { id: string } }[];
  readonly launch: {
    readonly mutation: Parameters<typeof launch>[1];
    readonly input: Record<string, unknown>;
  } | null;
}

const told = async (id: string): Promise<Told> =>
  (
    await api.ask<{ node: Told }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { params seed inputs { role run { id } } launch { mutation input } } } }',
      { id },
    )
  ).node;

async function expectAgain(thing: Launched): Promise<Told> {
  const first = await told(thing.run.id);
  if (!first.launch) throw new Error(`${thing.name} tells no launch`);
  const again = await launch(api, first.launch.mutation, first.launch.input);
  expect(again.run.id).not.toBe(thing.run.id);
  expect(await told(again.run.id)).toEqual(first);
  return first;
}

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  projectId = await createProject(api);
});
afterAll(() => api.close());

test('every kind of run tells the launch that makes it again, with all that it was made from', async () => {
  const dataset = await launch(api, 'importDataset', {
    projectId,
    description: 'Digits',
    source: { builtInDigits: { testFraction: 0.3 } },
  });
  const model = await launch(api, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: { epochs: 1, batchSize: 64 } },
    seed: 5,
  });
  await api.prisma.model.updateMany({ data: { taps: ['conv1', 'conv2', 'conv3', 'conv4'] } });
  const sample = await launch(api, 'drawSample', { modelId: model.id, train: 60, validation: 20, test: 40 });
  const attack = await launch(api, 'launchAttack', {
    sampleId: sample.id,
    attack: { bim: { stepSize: 20 / 255, steps: 5 } },
    epsilons: [40 / 255, 80 / 255],
    quantization: 'UINT8',
    trace: true,
  });
  const smallest = await launch(api, 'launchAttack', { sampleId: sample.id, attack: { deepFool: {} } });
  const referenceSet = await launch(api, 'buildReferenceSet', {
    modelId: model.id,
    layers: ['conv2', 'conv4'],
    correctOnly: true,
    medoidSample: 50,
  });
  const of = { referenceSetId: referenceSet.id, sampleId: sample.id };
  const knn = await launch(api, 'fitDetector', { ...of, detector: { knnScore: { layer: 'conv4', k: 30 } } });
  const surrogate = await launch(api, 'fitDetector', {
    ...of,
    detector: { evolutionMap: { epochs: 4 } },
    trainOn: [attack.id, smallest.id],
  });
  const evaluation = await launch(api, 'evaluateDetector', {
    detectorId: knn.id,
    attackSetIds: [smallest.id, attack.id],
  });
  const sweep = await launch(api, 'sweepLayers', { ...of, attackSetIds: [attack.id], lastK: 20 });
  const recount = await launch(api, 'recountLayers', { layerSweepId: sweep.id, firstK: 2, stepK: 2 });
  const adaptive = await launch(api, 'launchAdaptiveAttack', {
    detectorId: knn.id,
    surrogateId: surrogate.id,
    attack: { detectorFeatureMatching: {} },
    epsilons: [60 / 255],
    allImages: true,
  });
  const all = [dataset, model, sample, attack, smallest, referenceSet, knn, surrogate];
  for (const thing of [...all, evaluation, sweep, recount, adaptive]) await expectAgain(thing);
  expect((await told(dataset.run.id)).launch?.input).toMatchObject({ description: 'Digits' });
});

test('what was uploaded is named by its upload again', async () => {
  const uploaded = await Promise.all(
    ['trainImages', 'trainLabels', 'testImages', 'testLabels'].map(
      // A few bytes that no task reads here; each another one.
      async (name, at) =>
        [
          name,
          await uploadFile(api, projectId, { fileName: `${name}.idx`, bytes: Uint8Array.of(at) }),
        ] as const,
    ),
  );
  const idx = Object.fromEntries(uploaded);
  const dataset = await launch(api, 'importDataset', { projectId, source: { idx } });
  expect((await expectAgain(dataset)).launch?.input).toMatchObject({ source: { idx } });
});

test('folders, sheets and models that were uploaded are, too, and the latest upload of the same file', async () => {
  // Again a few bytes that no task reads here, but for what is looked at when a model is registered.
  const upload = (fileName: string, bytes: Uint8Array) => uploadFile(api, projectId, { fileName, bytes });
  await upload('archive', Uint8Array.of(10));
  const imageFolder = { archive: await upload('archive', Uint8Array.of(10)), color: 'GREY', size: 16 };
  const folder = await launch(api, 'importDataset', { projectId, source: { imageFolder } });
  expect((await expectAgain(folder)).launch?.input).toMatchObject({ source: { imageFolder } });
  const sheets = [await upload('first', Uint8Array.of(11)), await upload('second', Uint8Array.of(12))];
  const spriteSheets = { sheets, labels: await upload('labels', Uint8Array.of(13)), height: 16, width: 8 };
  const sprites = await launch(api, 'importDataset', { projectId, source: { spriteSheets } });
  expect((await expectAgain(sprites)).launch?.input).toMatchObject({ source: { spriteSheets } });
  const { json, weights } = linearModel({ inputShape: [16, 16, 1], classes: 10 });
  const registration = {
    datasetId: folder.id,
    modelJson: await upload('model.json', Buffer.from(JSON.stringify(json))),
    weights: [await upload('weights.bin', weights)],
    bounds: [0, 255],
    normalization: { mean: [0.5], std: [0.25] },
    outputClasses: [3, 1],
    taps: ['one'],
  };
  const model = await launch(api, 'registerModel', registration);
  expect((await expectAgain(model)).launch?.input).toMatchObject(registration);
});

test('a priority out of the ordinary is told, a logged run has no launch', async () => {
  const dataset = await launch(api, 'importDataset', {
    projectId,
    source: { builtInDigits: {} },
    priority: 'LOW',
  });
  expect((await told(dataset.run.id)).launch?.input).toMatchObject({ priority: 'LOW', seed: 0 });
  const { run } = await api.ask<{ run: { id: string } }>(
    'mutation ($projectId: ID!) { run: createRun(input: { projectId: $projectId }) { ... on Run { id } } }',
    { projectId },
  );
  expect((await told(run.id)).launch).toBeNull();
});
