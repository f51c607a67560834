import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng, readNpy, readSafetensors } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { childrenOf } from '../testkit/processes';
import { createProject, type Launched, launch, launchMainJob } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

/** Single images that are shown to detectors which were fitted and evaluated in the product, by a scorer of its own. */
let api: ApiBench;
let folder: string;
/** Other API processes on the same records and files. */
const others: ApiProcess[] = [];
let dataset: Launched;
let job: Awaited<ReturnType<typeof launchMainJob>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tried-'));
  api = await openApiBench({ ...common(), FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  dataset = await launch(api, 'importDataset', {
    projectId: await createProject(api),
    source: { builtInDigits: {} },
  });
  job = await launchMainJob(api, dataset.id);
}, 500_000);
afterAll(async () => {
  for (const other of others) await other.stop();
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const common = () => ({ FIDUCIAL_ARTIFACTS: folder, FIDUCIAL_DATA: folder });

/** An API with a scorer of its own. */
async function another(variables: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const process = await startApiProcess({ ...common(), DATABASE_URL: api.databaseUrl, ...variables });
  others.push(process);
  return process;
}

interface Verdict {
  readonly score: number;
  readonly threshold: number;
  readonly flagged: boolean;
  readonly percentileAmongAuthentic: number;
  readonly sentence: string;
  readonly neighbors: { k: number; agreeing: number; nodes: { item: number; agrees: boolean }[] } | null;
  readonly map: { layers: string[]; values: number[][]; meanOfPredicted: number[][] } | null;
}
interface Shown {
  readonly picture: string;
  readonly predictions: { classIndex: number; confidence: number }[];
  readonly verdicts: Verdict[];
}
interface Tried {
  readonly __typename: string;
  readonly message?: string;
  readonly field?: string;
  readonly given: Shown;
  readonly attacked: {
    image: Shown;
    norms: { linf: number; l2: number };
    factor: number;
    success: boolean;
  } | null;
  readonly loadMilliseconds: number;
}

const document = `
  fragment Shown on TriedImage {
    picture
    predictions { classIndex confidence }
    verdicts {
      score threshold flagged percentileAmongAuthentic sentence
      neighbors(first: 20) { k agreeing nodes { item agrees } }
      map { layers values meanOfPredicted }
    }
  }
  mutation ($input: TryInputInput!) {
    result: tryInput(input: $input) {
      __typename
      ... on UserError { message }
      ... on InvalidInputError { field }
      ... on TriedInput {
        loadMilliseconds
        given { ...Shown }
        attacked { image { ...Shown } norms { linf l2 } factor success }
      }
    }
  }`;

async function tried(
  image: object,
  more: object = {},
  { address }: { address: string } = api,
): Promise<Tried> {
  const detectorIds = job.detectors.map(({ id }) => id);
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: document, variables: { input: { detectorIds, image, ...more } } }),
  });
  const { data, errors } = (await response.json()) as { data?: { result: Tried }; errors?: object[] };
  if (!data) throw new Error(JSON.stringify(errors));
  return data.result;
}

/** A file that a run made. */
async function artifact({ run }: Launched, name: string): Promise<Uint8Array> {
  const { node } = await api.ask<{ node: { outputs: { name: string; url: string }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Run { outputs { name url } } } }',
    { id: run.id },
  );
  const url = node.outputs.find((output) => output.name === name)?.url;
  return new Uint8Array(await (await fetch(`${api.address}${url}`)).arrayBuffer());
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const floats = (values: Float32Array) => ({ floats: base64(new Uint8Array(values.buffer)) });

/** Processes of an API that score. */
async function scorersOf({ pid }: ApiProcess): Promise<number[]> {
  const children = await childrenOf(pid);
  const commands = await Promise.all(
    children.map(async (child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')),
  );
  return children.filter((_, at) => commands[at]?.includes('scorer.js'));
}

test('an input of an evaluation gets the scores that were stored for it, within 1e-5, authentic or attacked', async () => {
  const stored = await Promise.all(
    job.evaluations.map(async (evaluation) => readSafetensors(await artifact(evaluation, 'inputs')).tensors),
  );
  const groups = [...(stored[0]?.get('group')?.data ?? [])];
  const chosen = [0, 1, 2].flatMap((group) =>
    groups.flatMap((of, at) => (of === group ? at : [])).slice(0, 4),
  );
  expect(chosen.length).toBeGreaterThan(8);
  for (const index of chosen) {
    const { given } = await tried({ input: { evaluationId: job.evaluations[0]?.id, index } });
    for (const [at, columns] of stored.entries()) {
      const expected = columns.get('score')?.data[index] ?? Number.NaN;
      expect(Math.abs((given.verdicts[at]?.score ?? Number.NaN) - expected)).toBeLessThan(1e-5);
    }
    expect(given.predictions[0]?.classIndex).toBe(stored[0]?.get('predicted')?.data[index]);
  }
}, 60_000);

test('an image is the same as a picture, as bytes, as floats and as an item; reasons come with each score', async () => {
  const images = readNpy(await artifact(dataset, 'images')).data as Uint8Array; // bytes
  const item = 8123;
  const bytes = images.slice(item * 784, (item + 1) * 784);
  const png = await encodePng({ width: 28, height: 28, channels: 1, data: bytes });
  const ways = [
    { item },
    { bytes: base64(bytes) },
    { picture: base64(png) },
    floats(Float32Array.from(bytes, (byte) => byte / 255)),
  ];
  const answers: Tried[] = [];
  for (const way of ways) answers.push(await tried(way));
  const [first] = answers;
  for (const { given } of answers) {
    expect(given.picture).toBe(first?.given.picture);
    for (const [at, { score }] of given.verdicts.entries())
      expect(score).toBeCloseTo(first?.given.verdicts[at]?.score ?? Number.NaN, 6);
  }
  expect(Buffer.from(first?.given.picture.split(',')[1] ?? '', 'base64').equals(png)).toBe(true);
  const [knn, map] = first?.given.verdicts ?? [];
  expect(knn).toMatchObject({ neighbors: { k: 50 }, map: null });
  expect(knn?.neighbors?.nodes).toHaveLength(20);
  expect(knn?.neighbors?.agreeing).toBeGreaterThan(0);
  expect(knn?.sentence).toMatch(/^\d+ of the 50 nearest training images in conv4 are of class/);
  expect(map?.neighbors).toBeNull();
  expect(map?.map?.values).toHaveLength(map?.map?.layers.length ?? -1);
  expect(map?.map?.values[0]).toHaveLength(10);
  expect(map?.map?.meanOfPredicted[0]).toHaveLength(10);
  for (const { score, threshold, flagged, percentileAmongAuthentic } of [knn, map].flatMap(
    (of) => of ?? [],
  )) {
    expect(flagged).toBe(score > threshold);
    expect(percentileAmongAuthentic).toBeGreaterThanOrEqual(0);
  }
});

test('an attack stays within its epsilon, is scored like any image, and repeats under its seed', async () => {
  const attack = { attack: { pgd: { steps: 10, stepSize: 0.05 } }, epsilon: 0.25 };
  const { given, attacked } = await tried({ item: 8001 }, attack);
  expect(attacked?.norms.linf).toBeLessThanOrEqual(0.25 + 1e-6);
  expect(attacked?.norms.linf).toBeGreaterThan(0.2);
  expect(attacked?.success).toBe(
    attacked?.image.predictions[0]?.classIndex !== given.predictions[0]?.classIndex,
  );
  expect(attacked?.image.verdicts).toHaveLength(2);
  expect(attacked?.image.picture).not.toBe(given.picture);
  expect(attacked?.factor).toBeCloseTo(4, 0);
  expect((await tried({ item: 8001 }, attack)).attacked?.image.picture).toBe(attacked?.image.picture);
});

describe('refused in words:', () => {
  const zeros = () => new Float32Array(784);
  test.each<[string, () => [object, object?], RegExp, string?]>([
    [
      'another shape',
      () => [{ bytes: base64(new Uint8Array(560)) }],
      /expected 28 x 28 x 1 .* as 784 bytes \(bytes\), got 560 bytes/,
    ],
    [
      'a value that is no number',
      () => [floats(zeros().fill(Number.NaN, 5, 6))],
      /expected numbers from 0 to 1, got NaN at 5/,
    ],
    [
      'a value out of bounds',
      () => [floats(zeros().fill(255))],
      /expected numbers from 0 to 1, got 255 at 0/,
    ],
    [
      'too many bytes',
      () => [{ bytes: base64(new Uint8Array(180_001)) }],
      /expected 1 to 180000 bytes, got 180001/,
    ],
    ['no base64', () => [{ picture: '<svg>' }], /expected base64/],
    ['no picture', () => [{ picture: base64(Buffer.from('GIF87 or so')) }], /expected an image \(png, jpeg/],
    ['an item that is none', () => [{ item: 10_000 }], /expected rows below 10000, got 10000/],
    [
      'an attack that asks too much',
      () => [{ item: 0 }, { attack: { square: {} }, epsilon: 0.1 }],
      /at most 1000 questions/,
    ],
    [
      'an attack that needs other images',
      () => [{ item: 0 }, { attack: { featureMatching: {} }, epsilon: 0.1 }],
      /expected an image of another class/,
    ],
    [
      'an epsilon beyond the range',
      () => [{ item: 0 }, { attack: { fgsm: {} }, epsilon: 2 }],
      /^epsilon: expected values above 0 and at most 1/,
    ],
    [
      'an attack without an epsilon',
      () => [{ item: 0 }, { attack: { fgsm: {} } }],
      /^epsilon: expected a number, which Fast gradient sign method stays within, got none/,
    ],
    ['no detector', () => [{ item: 0 }, { detectorIds: [] }], /expected 1 to 12, got 0/],
    [
      'a detector that is none',
      () => [{ item: 0 }, { detectorIds: [btoa('Detector:01a2131b-4390-7688-9683-30f5267c8d77')] }],
      /No such detector/,
    ],
  ])('%s', async (_name, given, words) => {
    const { __typename, message } = await tried(...given());
    expect(message).toMatch(words);
    expect(['InvalidInputError', 'NotFoundError']).toContain(__typename);
  });

  test('a picture of another size', async () => {
    const png = await encodePng({ width: 20, height: 28, channels: 1, data: new Uint8Array(560) });
    expect((await tried({ picture: base64(png) })).message).toBe(
      'image: expected 28 x 28 x 1 (height, width, channels), got 28 x 20 pixels',
    );
  });
});

describe('a scorer', () => {
  test('serves everybody, is started again after it was killed, and keeps what it has read', async () => {
    const own = await another();
    await tried({ item: 8000 }, {}, own);
    const before = await scorersOf(own);
    expect(before).toHaveLength(1);
    const answers = await Promise.all([8001, 8002, 8003].map((item) => tried({ item }, {}, own)));
    for (const { loadMilliseconds } of answers) expect(loadMilliseconds).toBeLessThan(100);
    expect(await scorersOf(own)).toEqual(before);
    process.kill(before[0] ?? 0, 'SIGKILL');
    expect((await tried({ item: 8001 }, {}, own)).__typename).toBe('TriedInput');
    const after = await scorersOf(own);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  test('refuses at once what is too much to wait in line, and answers the rest', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, (_, at) => tried({ item: 8000 + at })));
    const refused = answers.filter(({ message }) => message?.includes('expected at most 8 that wait'));
    expect(refused.length).toBeGreaterThan(0);
    const answered = answers.filter(({ __typename }) => __typename === 'TriedInput');
    expect(answered).toHaveLength(14 - refused.length);
  });

  test('that dies at a question twice is an answer in words', async () => {
    const dying = await another({ FIDUCIAL_FAILPOINTS: 'scorerQuestion=kill' });
    expect(await tried({ item: 0 }, {}, dying)).toMatchObject({
      __typename: 'InvalidInputError',
      field: 'image',
      message: 'image: expected one that can be scored, got one at which the scorer died twice (SIGKILL)',
    });
  });

  test('that grows beyond its memory is ended, and that is said', async () => {
    const growing = await another({ FIDUCIAL_FAILPOINTS: 'scorerQuestion=grow', FIDUCIAL_SCORER_MB: '700' });
    const { __typename, message } = await tried({ item: 0 }, {}, growing);
    expect(__typename).toBe('LimitError');
    expect(message).toMatch(/at most 700 MB of memory, got more/);
  });

  test('is ended when nobody has asked it for a while', async () => {
    const own = await another({ FIDUCIAL_SCORER_IDLE_SECONDS: '1' });
    await tried({ item: 0 }, {}, own);
    expect(await scorersOf(own)).toHaveLength(1);
    await waitFor('the scorer to be gone', async () => (await scorersOf(own)).length === 0);
    expect((await tried({ item: 0 }, {}, own)).__typename).toBe('TriedInput');
  });
});
