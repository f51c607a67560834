import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng, storedZip } from '@fiducial/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { crowdedZip, hugePng, idxBomb, longGif, modelJson, oddZip, scriptSvg } from '../testkit/bad-files';
import { begin, stateOf } from '../testkit/begin-upload';
import { idxFile } from '../testkit/idx-file';
import { createProject } from '../testkit/thing-requests';

/** Files that no client of good will sends: each is refused when it has come, in words, and nothing of it stays. */
let api: ApiBench;
let folder: string;
let projectId: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-bad-files-'));
  api = await openApiBench({ FIDUCIAL_ARTIFACTS: folder });
  projectId = await createProject(api);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything below the store's folder. */
async function kept(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name !== 'secret').map(({ name }) => name);
}

async function send(kind: string, bytes: Uint8Array) {
  const begun = await begin(api, { projectId, bytes, kind });
  const response = await fetch(`${api.address}${begun.url}`, { method: 'PUT', body: Buffer.from(bytes) });
  return { begun, status: response.status, answer: (await response.json()) as { error?: string } };
}

const text = (words: string) => Buffer.from(words);
const images = { 'a/x.png': text('x'), 'b/y.png': text('y') };

const files: readonly [string, string, () => Uint8Array | Promise<Uint8Array>, RegExp][] = [
  [
    'a ZIP bomb',
    'imageFolder',
    () => oddZip([{ path: 'a/x.png', bytes: Buffer.alloc(20e6) }]),
    /at most 100 times/,
  ],
  [
    'a ZIP bomb of many files',
    'imageFolder',
    () => oddZip(Array.from({ length: 300 }, (_, at) => ({ path: `a/${at}.png`, bytes: Buffer.alloc(1e5) }))),
    /at most 100 times/,
  ],
  [
    'a file that declares 4 GB',
    'imageFolder',
    () => oddZip([{ path: 'a', bytes: text('a'), declared: 4e9 }]),
    /at most 2000000000 unpacked/,
  ],
  [
    'a file longer than it declares',
    'imageFolder',
    () => oddZip([{ path: 'a/x.bin', bytes: Buffer.alloc(5000, 'z'), declared: 50 }]),
    /archive: expected .*too many bytes/,
  ],
  [
    'a file shorter than it declares',
    'imageFolder',
    () => oddZip([{ path: 'a/x.bin', bytes: Buffer.alloc(50, 'z'), declared: 5000 }]),
    /archive: expected .*not enough bytes/,
  ],
  [
    'a symbolic link',
    'imageFolder',
    () => oddZip([{ path: 'a/x.png', bytes: text('/etc/passwd'), link: true }]),
    /symbolic link a\/x\.png/,
  ],
  [
    'an absolute path',
    'imageFolder',
    () => storedZip({ ...images, '/etc/cron.d/x': text('x') }),
    /absolute path/,
  ],
  [
    'a path of Windows',
    'imageFolder',
    () => oddZip([{ path: 'C:/x.png', bytes: text('x') }]),
    /absolute path/,
  ],
  [
    'a path that leaves the archive',
    'imageFolder',
    () => storedZip({ ...images, 'a/../../x': text('x') }),
    /relative path/,
  ],
  [
    'a path with backslashes that leaves it',
    'imageFolder',
    () => oddZip([{ path: '..\\x.png', bytes: text('x') }]),
    /\.\./,
  ],
  ['a million files', 'imageFolder', () => crowdedZip(1_000_000), /at most 400000 files, got 1000000/],
  ['no archive', 'imageFolder', () => randomBytes(1000), /expected a ZIP file/],
  ['half an archive', 'imageFolder', () => storedZip(images).subarray(0, 100), /expected a ZIP file/],
  ['a PNG of 30,000 x 30,000', 'spriteSheet', hugePng, /at most \d+ pixels, got 30000x30000/],
  [
    'such a PNG in an archive',
    'imageFolder',
    () => oddZip([{ path: 'a/x.png', bytes: hugePng() }]),
    /a\/x\.png: expected an image of at most \d+ pixels/,
  ],
  ['half a PNG', 'spriteSheet', async () => halfOf(await picture()), /sheet: expected an image/],
  ['an SVG with a script', 'spriteSheet', () => scriptSvg, /expected an image \(png\), got something else/],
  [
    'such an SVG called PNG, in an archive',
    'imageFolder',
    () => oddZip([{ path: 'a/x.png', bytes: scriptSvg }]),
    /expected an image \(png, jpeg, gif, webp, tiff\), got something else/,
  ],
  [
    'such an SVG, in an archive',
    'imageFolder',
    () => oddZip([{ path: 'a/x.svg', bytes: scriptSvg }]),
    /expected an image/,
  ],
  [
    'a GIF of 100,000 frames',
    'imageFolder',
    () => storedZip({ 'a/x.gif': longGif(100_000) }),
    /a\/x\.gif: expected one still image, got 100000/,
  ],
  ['an IDX bomb', 'idx', idxBomb, /at most 100 times/],
  ['an IDX file cut short', 'idx', () => idxFile([10], new Uint8Array(9)), /expected 10 bytes, got 9/],
  [
    'an IDX file of 16 exabytes',
    'idx',
    () => Buffer.concat([Buffer.from([0, 0, 8, 2]), Buffer.alloc(8, 255)]),
    /IDX file of shape/,
  ],
  [
    'a pickle for images',
    'idx',
    () => Buffer.from('\x80\x04\x95cos\nsystem\n(S"x"\ntR.', 'latin1'),
    /two zero bytes/,
  ],
  [
    'labels that are none',
    'labels',
    () => text('{"classes": ["a", "b"], "labels": [0, 2]}'),
    /numbers below 2, got 2/,
  ],
  ['labels of 100,000 levels', 'labels', () => text('['.repeat(100_000)), /labels: /],
  ['a model with a Lambda layer', 'model', () => modelJson({ layers: ['Lambda'] }), /got "Lambda"/],
  ['a model with an unknown layer', 'model', () => modelJson({ layers: ['__proto__'] }), /got "__proto__"/],
  [
    'a model of 20,000 layers',
    'model',
    () => modelJson({ layers: Array.from({ length: 20_000 }, () => 'Flatten') }),
    /model\.json: .*2000/,
  ],
  ...['../weights.bin', '/etc/passwd', 'http://example.org/w', 'file:///etc/passwd', '..\\w', '%2e%2e/w'].map(
    (path): [string, string, () => Uint8Array, RegExp] => [
      `a model whose weights are at ${path}`,
      'model',
      () => modelJson({ path }),
      /expected a plain file name/,
    ],
  ),
  [
    'a model whose quantization has no scale',
    'model',
    () => modelJson({ weight: { quantization: { dtype: 'uint8', min: 0 } } }),
    /quantization/,
  ],
  [
    'a model quantized beyond all numbers',
    'model',
    () => modelJson({ weight: { quantization: { dtype: 'uint8', min: 0, scale: 1e38 } } }),
    /quantization/,
  ],
  ['a model with weights of negative size', 'model', () => modelJson({ weight: { shape: [-1] } }), /shape/],
  ['a model that is no JSON', 'model', () => text('{"modelTopology": '), /expected JSON/],
];

const picture = () => encodePng({ width: 64, height: 64, channels: 3, data: randomBytes(64 * 64 * 3) });
const halfOf = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);

describe('a file', () => {
  test.each(files)('is refused in words, and nothing stays: %s', async (_name, kind, bytes, words) => {
    const { begun, status, answer } = await send(kind, await bytes());
    expect(answer.error, api.output().slice(-2000)).toMatch(words);
    expect(status).toBe(400);
    expect(await stateOf(api, begun)).toMatchObject({ message: answer.error });
    expect(await kept()).toEqual([]);
  });

  test('that is sound is taken', async () => {
    const sound: readonly [string, Uint8Array][] = [
      [
        'imageFolder',
        oddZip([
          { path: 'a/x.png', bytes: await picture() },
          { path: 'labels.csv', bytes: text('file') },
        ]),
      ],
      ['spriteSheet', await picture()],
      ['idx', idxFile([10], new Uint8Array(10))],
      ['labels', text('{"classes": ["a", "b"], "labels": [0, 1]}')],
      ['model', modelJson()],
      ['model', modelJson({ weight: { quantization: { dtype: 'uint8', min: -1, scale: 0.01 } } })],
      ['checkpoint', randomBytes(1000)],
    ];
    for (const [kind, bytes] of sound) expect(await send(kind, bytes)).toMatchObject({ status: 201 });
    expect(await kept()).toHaveLength(sound.length);
  });
});

describe('a name', () => {
  test.each([
    '../../x',
    '%2e%2e%2fx',
    '/etc/passwd',
    'C:\\x',
    'a\u0000b',
    'gpj.\u202Exe',
    '',
    '.',
    '..',
    'x'.repeat(201),
  ])('that is no plain one is refused: %j', async (fileName) => {
    const { result } = await api.ask<{ result: { message?: string } }>(
      'mutation ($input: BeginUploadInput!) { result: beginUpload(input: $input) { ... on UserError { message } } }',
      { input: { projectId, kind: 'file', fileName, bytes: 10, sha256: 'a'.repeat(64) } },
    );
    expect(result.message).toMatch(
      /^fileName: expected (a plain file name|text of whole characters without NUL)/,
    );
  });

  test.each(['Größe (2).zip', '数据集.zip', 'a – b_c.bin'])(
    'of any script is taken, and names no file here: %s',
    async (fileName) => {
      const bytes = randomBytes(10);
      const begun = await begin(api, { projectId, bytes, fileName });
      const headers = {
        'tus-resumable': '1.0.0',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      };
      const url = `${api.address}${begun.resumableUrl}`;
      await fetch(url, { method: 'PATCH', headers, body: bytes.subarray(0, 5) });
      expect(await readdir(join(folder, 'staging', 'uploads'))).toEqual([begun.uploadId]);
      await fetch(url, { method: 'DELETE', headers });
    },
  );
});
