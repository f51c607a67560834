import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng, readNpy, readSafetensors, readZip, sha256, storedZip, writeNpy } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { buildFolder } from '../testkit/build-folder';
import { createProject, finished, type Launched, launch, launchMainJob } from '../testkit/thing-requests';

/** Detectors that were fitted and evaluated in the product, and their bundles, scored by a process of its own. */
let api: ApiBench;
let folder: string;
let dataset: Launched;
let job: Awaited<ReturnType<typeof launchMainJob>>;
/** By method. */
const detectors = new Map<string, Launched>();
const evaluations = new Map<string, Launched>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundles-'));
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  const projectId = await createProject(api);
  dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  job = await launchMainJob(api, dataset.id);
  const { referenceSet, sample, attackSet, noise } = job;
  const more: Record<string, Record<string, unknown>> = {
    knnScore: { layer: 'fc1', k: 40, weighting: 'distance', preprocessing: 'pcaWhitening' },
    mahalanobis: {},
    maxSoftmax: {},
    featureSqueezing: {},
  };
  for (const [method, parameters] of Object.entries(more)) {
    const detector = await launch(api, 'fitDetector', {
      referenceSetId: referenceSet.id,
      sampleId: sample.id,
      detector: { [method]: parameters },
      trainOn: [attackSet.id],
    });
    detectors.set(method, detector);
    evaluations.set(
      method,
      await launch(api, 'evaluateDetector', {
        detectorId: detector.id,
        attackSetIds: [attackSet.id, noise.id],
      }),
    );
  }
  detectors.set('evolutionMap', job.detectors[1] as Launched); // launchMainJob makes two
  evaluations.set('evolutionMap', job.evaluations[1] as Launched); // the same
  for (const evaluation of evaluations.values()) await finished(api, evaluation, 400_000);
}, 500_000);

afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

/** A file that a run made. */
async function artifact({ run }: Launched, name: string): Promise<Uint8Array> {
  const { node } = await api.ask<{ node: { outputs: { name: string; url: string }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Run { outputs { name url } } } }',
    { id: run.id },
  );
  const found = node.outputs.find((output) => output.name === name);
  return new Uint8Array(await (await fetch(`${api.address}${found?.url}`)).arrayBuffer());
}

async function bundleOf(method: string): Promise<{ file: string; bytes: Buffer; announced: number }> {
  const { node } = await api.ask<{ node: { bundle: { url: string; bytes: number } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Detector { bundle { url bytes } } } }',
    { id: detectors.get(method)?.id },
  );
  const response = await fetch(`${api.address}${node.bundle.url}`);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const bytes = Buffer.from(await response.arrayBuffer());
  return { file: await saved(`${method}.zip`, bytes), bytes, announced: node.bundle.bytes };
}

/** A thing's id in the database. */
const databaseId = (thing: Launched | undefined) =>
  Buffer.from(thing?.id ?? '', 'base64')
    .toString()
    .split(':')[1] ?? '';

async function saved(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

/** The program as people call it, knowing of no server and no database. */
function score(...args: string[]): Promise<{ code: number; output: string; words: string }> {
  const { DATABASE_URL: _, ...surroundings } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(buildFolder, 'score-bundle.js'), ...args],
      { cwd: folder, env: surroundings },
      (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: stdout, words: stderr.trim() }),
    );
  });
}

interface Verdict {
  readonly image: string;
  readonly predicted: number;
  readonly className: string;
  readonly score: number;
  readonly flagged: boolean;
}

async function verdicts(...args: string[]): Promise<Verdict[]> {
  const { code, output, words } = await score(...args, '--format', 'jsonl');
  expect(code, words).toBe(0);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
}

/** The inputs of an evaluation as images, put together anew from data set and attack sets; and what was stored of them. */
async function evaluated(method: string) {
  const { tensors } = readSafetensors(await artifact(evaluations.get(method) as Launched, 'inputs'));
  const column = (name: string) => [...(tensors.get(name)?.data ?? [])];
  const clean = readNpy(await artifact(dataset, 'images')).data;
  const attacked = await Promise.all(
    [job.attackSet, job.noise].map(async (set) => readNpy(await artifact(set, 'images')).data),
  );
  const [sets, rows, originals] = [column('set'), column('row'), column('original')];
  const images = new Float32Array(rows.length * 784);
  rows.forEach((row, at) => {
    const from = attacked[sets[at] ?? 255];
    for (let pixel = 0; pixel < 784; pixel++)
      images[at * 784 + pixel] = from
        ? (from[row * 784 + pixel] ?? 0)
        : (clean[(originals[at] ?? 0) * 784 + pixel] ?? 0) / 255;
  });
  const file = await saved(`${method}.npy`, writeNpy('float32', [rows.length, 28, 28, 1], images));
  return { file, scores: column('score'), predicted: column('predicted'), sets };
}

describe('a bundle', () => {
  test.each(['knnScore', 'evolutionMap', 'mahalanobis', 'featureSqueezing'])(
    'of %s scores the inputs of its evaluation alike in a process without a database, within 1e-6',
    async (method) => {
      const { file, bytes, announced } = await bundleOf(method);
      expect(bytes.length).toBeGreaterThan(announced);
      expect(bytes.length).toBeLessThan(announced + 20_000);
      const expected = await evaluated(method);
      expect(expected.scores.length).toBeGreaterThan(150);
      const got = await verdicts(file, expected.file);
      expect(got.map(({ predicted }) => predicted)).toEqual(expected.predicted);
      const differences = got.map((verdict, at) => Math.abs(verdict.score - (expected.scores[at] ?? 0)));
      // Measured: 0. What is allowed is what a batch of another size may change in single precision.
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
      // Scores that tell something: more than a few of them differ.
      expect(new Set(expected.scores).size).toBeGreaterThan(10);
      const { node } = await api.ask<{ node: { threshold: number } }>(
        'query ($id: ID!) { node(id: $id) { ... on Detector { threshold } } }',
        { id: detectors.get(method)?.id },
      );
      for (const verdict of got) expect(verdict.flagged).toBe(verdict.score > node.threshold);
    },
    60_000,
  );

  test('holds rows of the layer that is looked up, none where nothing is, and gives the same bytes again', async () => {
    const paths = async (method: string) => {
      const { bytes } = await bundleOf(method);
      return (await readZip(bytes, { maxFiles: 100, maxBytes: 1e9 })).map(({ path }) => path);
    };
    const always = ['manifest.json', 'model/model.json', 'model/weights.bin', 'detector/state.safetensors'];
    expect(await paths('evolutionMap')).toEqual(always);
    expect(await paths('featureSqueezing')).toEqual(always);
    expect(await paths('knnScore')).toEqual([...always, 'reference/labels.npy', 'reference/0/0.npy']);
    const [one, two] = [await bundleOf('mahalanobis'), await bundleOf('mahalanobis')];
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  test('says how it was made and what its thresholds were set on', async () => {
    const { bytes } = await bundleOf('knnScore');
    const [first] = await readZip(bytes, { maxFiles: 100, maxBytes: 1e9 });
    expect(JSON.parse(first?.bytes.toString() ?? '')).toMatchObject({
      format: 'fiducial-detector-bundle',
      version: 2,
      method: { id: 'knnScore', parameters: { layer: 'fc1', k: 40, preprocessing: 'pcaWhitening' } },
      model: {
        inputShape: [28, 28, 1],
        bounds: [0, 1],
        taps: ['fc1'],
        madeBy: { kind: 'trainModel', version: 1 },
      },
      thresholdsSetOn: {
        dataset: dataset.name,
        split: 'test',
        sample: job.sample.name,
        partition: 'validation',
        authenticImages: 20,
      },
      reference: {
        rows: 8000,
        madeBy: { kind: 'buildReferenceSet', version: 2 },
        layers: [{ layer: 'fc1', dimensions: 200 }],
      },
    });
  });

  test('names the version of the code that fitted it, not the one at hand, and is not made where none was recorded', async () => {
    const { file, bytes } = await bundleOf('maxSoftmax');
    const runs = { detector: { id: databaseId(detectors.get('maxSoftmax')) } };
    await api.prisma.run.updateMany({ where: runs, data: { taskVersion: 1 } });
    const earlier = await bundleOf('maxSoftmax');
    const [manifest] = await readZip(earlier.bytes, { maxFiles: 100, maxBytes: 1e9 });
    expect(JSON.parse(manifest?.bytes.toString() ?? '').method.fitVersion).toBe(1);
    expect(earlier.bytes.equals(bytes)).toBe(false);
    const zeros = await saved('three-zeros.npy', writeNpy('uint8', [3, 28, 28], new Uint8Array(3 * 784)));
    expect((await score(file, zeros)).words).toMatch(/expected version \d+ of the code that fits, .*got 1/);
    await api.prisma.run.updateMany({ where: runs, data: { taskVersion: null } });
    const { node } = await api.ask<{ node: { bundle: unknown } }>(
      'query ($id: ID!) { node(id: $id) { ... on Detector { bundle { url } } } }',
      { id: detectors.get('maxSoftmax')?.id },
    );
    expect(node.bundle).toBeNull();
  });

  test('scores a folder of PNG files by name, as CSV, like the same bytes in an npy file', async () => {
    const { file } = await bundleOf('mahalanobis');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(folder, 'pictures'));
    const pixels = readNpy(await artifact(dataset, 'images')).data.slice(
      8000 * 784,
      8003 * 784,
    ) as Uint8Array; // bytes
    for (const at of [0, 1, 2])
      await saved(
        `pictures/digit-${at}.png`,
        await encodePng({ width: 28, height: 28, channels: 1, data: pixels.slice(at * 784, (at + 1) * 784) }),
      );
    const expected = await verdicts(file, await saved('three.npy', writeNpy('uint8', [3, 28, 28], pixels)));
    const { output } = await score(file, join(folder, 'pictures'));
    const [head, ...lines] = output.trim().split('\n');
    expect(head).toBe('image,predicted,className,confidence,score,flagged');
    const rows = lines.map((line) => line.split(','));
    expect(rows.map(([image]) => image)).toEqual(['digit-0.png', 'digit-1.png', 'digit-2.png']);
    expect(rows.map((row) => Number(row[4]))).toEqual(expected.map((verdict) => verdict.score));
  });

  test('is not to be had of a detector that there is not', async () => {
    const response = await fetch(`${api.address}/bundles/01a2131b-4390-7688-9683-30f5267c8d77.zip`);
    expect(response.status).toBe(404);
    expect((await fetch(`${api.address}/bundles/..%2f..%2fetc.zip`)).status).toBe(404);
  });
});

describe('a bad bundle is refused in words before a backend is loaded:', () => {
  type Files = Record<string, Uint8Array>;
  interface Manifest {
    version: number;
    method: { id: string; fitVersion: number };
    members: Record<string, { sha256: string; bytes: number }>;
  }
  const withManifest = (files: Files, change: (manifest: Manifest) => void): Files => {
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()) as Manifest;
    change(manifest);
    return { ...files, 'manifest.json': Buffer.from(JSON.stringify(manifest)) };
  };
  const flipped = (bytes: Uint8Array = new Uint8Array(1)) =>
    bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte));
  const state = 'detector/state.safetensors';
  const nonsense = Buffer.alloc(64, 7);

  test.each<[string, (files: Files) => Files | Uint8Array, RegExp]>([
    ['no archive', () => Buffer.from('not a zip'), /archive: expected a ZIP file/],
    ['another archive', () => ({ 'a.txt': Buffer.from('x') }), /expected manifest\.json in it, got a\.txt/],
    [
      'one member changed',
      (files) => ({ ...files, [state]: flipped(files[state]) }),
      /state\.safetensors: expected bytes with the sha256 [0-9a-f]{64}, got [0-9a-f]{64}: it was changed/,
    ],
    [
      'one member missing',
      ({ [state]: _, ...files }) => files,
      /expected a member detector\/state\.safetensors, got none/,
    ],
    [
      'one member not spoken of',
      (files) => ({ ...files, 'more.bin': Buffer.from('x') }),
      /expected members of its manifest only, got more\.bin too/,
    ],
    [
      'a member of another size',
      (files) => ({ ...files, [state]: Buffer.concat([files[state] ?? new Uint8Array(), Buffer.from('x')]) }),
      /state\.safetensors: expected \d+ bytes, got \d+/,
    ],
    [
      'another version',
      (files) =>
        withManifest(files, (manifest) => {
          manifest.version = 3;
        }),
      /bundle: expected version 2, which this program reads, got 3/,
    ],
    [
      'a path that leaves the archive',
      (files) => ({ ...files, '../outside': Buffer.from('x') }),
      /\.\.\/outside/,
    ],
    [
      'a manifest that is no JSON',
      (files) => ({ ...files, 'manifest.json': Buffer.from('{') }),
      /expected JSON/,
    ],
    [
      'a manifest of another thing',
      (files) => ({ ...files, 'manifest.json': Buffer.from('{}') }),
      /expected one of a fiducial-detector-bundle/,
    ],
    [
      'another version of the method, whose digests are right',
      (files) =>
        withManifest(files, (manifest) => {
          manifest.method.fitVersion = 99;
        }),
      /method: expected version \d+ of the code that fits, .* got 99/,
    ],
    [
      'a state that is none, whose digest is right',
      (files) =>
        withManifest({ ...files, [state]: nonsense }, (manifest) => {
          manifest.members[state] = { sha256: sha256(nonsense), bytes: nonsense.length };
        }),
      /safetensors: expected/,
    ],
  ])('%s', async (_name, change, words) => {
    const { bytes } = await bundleOf('mahalanobis');
    const members = await readZip(bytes, { maxFiles: 100, maxBytes: 1e9 });
    const changed = change(Object.fromEntries(members.map((member) => [member.path, member.bytes])));
    const three = await saved('zeros.npy', writeNpy('uint8', [3, 28, 28], new Uint8Array(3 * 784)));
    const file = await saved('bad.zip', changed instanceof Uint8Array ? changed : storedZip(changed));
    const refused = await score(file, three);
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.words).toMatch(words);
    // Neither a stack nor the line that a loaded backend is told in.
    expect(refused.words.split('\n')).toHaveLength(1);
  });
});

test('images that the model does not take are refused in words', async () => {
  const { file } = await bundleOf('mahalanobis');
  const wide = await saved('wide.npy', writeNpy('uint8', [1, 20, 28, 1], new Uint8Array(560)));
  expect((await score(file, wide)).words).toMatch(/expected images \[n, 28,28,1\] .*got \[1,20,28,1\]/);
  const bright = await saved(
    'bright.npy',
    writeNpy('float32', [1, 28, 28, 1], new Float32Array(784).fill(255)),
  );
  const refused = await score(file, bright);
  expect([refused.code, refused.words]).toEqual([
    1,
    expect.stringMatching(/image 0: expected values from 0 to 1, got 255/),
  ]);
  expect((await score(file, join(folder, 'none'))).words).toMatch(/there is no such file or folder/);
  expect((await score()).code).toBe(2);
});
