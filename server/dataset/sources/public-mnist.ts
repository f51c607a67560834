import { gunzipSync } from 'node:zlib';
import { FormatError, sha256 } from '@fiducial/formats';

/** The four files of MNIST with the sha256 of their bytes once unpacked: a mirror may pack them anew. */
export const mnistFiles = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    digest: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    digest: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    digest: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    digest: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
} as const;

/** A role of one of the four files. */
export type MnistFile = keyof typeof mnistFiles;

/** Public copies, asked in this order. */
const mirrors = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];
const reachLimitMs = 4000;
const fetchLimitMs = 120_000;
const mostBytes = 64e6;

/** The first mirror that answers within four seconds. */
export async function reachableMirror(): Promise<string | undefined> {
  for (const mirror of mirrors) {
    const answer = await fetch(`${mirror}${mnistFiles.testLabels.name}.gz`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachLimitMs),
    }).catch(() => undefined);
    if (answer?.ok) return mirror;
  }
  return undefined;
}

/** One file of MNIST from a mirror, unpacked. @throws {FormatError} when its bytes are not MNIST's */
export async function fetchMnistFile(mirror: string, file: MnistFile, signal?: AbortSignal): Promise<Buffer> {
  const { name } = mnistFiles[file];
  const limit = AbortSignal.timeout(fetchLimitMs);
  const answer = await fetch(`${mirror}${name}.gz`, {
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  if (!answer.ok) throw new Error(`${name}: the mirror answered ${answer.status}`);
  const plain = gunzipSync(Buffer.from(await answer.arrayBuffer()), { maxOutputLength: mostBytes });
  assertMnist(file, plain);
  return plain;
}

/** @throws {FormatError} unless the bytes are those of MNIST */
function assertMnist(file: MnistFile, plain: Uint8Array): void {
  const { name, digest } = mnistFiles[file];
  const actual = sha256(plain);
  if (actual !== digest) throw new FormatError(`${name}: expected the sha256 ${digest}, got ${actual}`);
}
