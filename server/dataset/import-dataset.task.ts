import {
  builtInDigits,
  bytesOf,
  commonItems,
  FormatError,
  itemDigests,
  npyHeaderBytes,
  readIdx,
  splitDigest,
} from '@fiducial/formats';
import { z } from 'zod';
import { bytes, inputRun } from '../compute/artifact-access';
import { defineTask, type Job } from '../compute/task';
import { fetchMnistFile, type MnistFile, reachableMirror } from './public-mnist';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hexadecimal');

/** Where a data set's images come from; uploaded files are named by the sha256 of their bytes. */
export const datasetSource = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('builtInDigits'),
    testFraction: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('Share of each class that is kept for testing.'),
  }),
  z.object({ type: z.literal('mnist') }),
  z.object({
    type: z.literal('idx'),
    classNames: z.array(z.string().min(1)).min(2).optional().describe('Names of the classes, by label.'),
    trainImages: digest,
    trainLabels: digest,
    testImages: digest,
    testLabels: digest,
  }),
]);

type Source = z.output<typeof datasetSource>;

interface SplitItems {
  readonly name: string;
  /** `[n, h, w, c]` */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

interface ImportedImages {
  readonly inputShape: [number, number, number];
  readonly classNames: string[];
  readonly splits: SplitItems[];
}

const params = z.object({ source: datasetSource });

/** What `importDataset` keeps in the row of its run. */
export const datasetResults = z.object({
  inputShape: z.tuple([z.int(), z.int(), z.int()]),
  classNames: z.array(z.string()),
  splits: z.array(
    z.object({
      name: z.string(),
      firstItem: z.int(),
      count: z.int(),
      digest: z.string(),
      classCounts: z.array(z.int()),
    }),
  ),
  /** Test images whose pixels are also a training image: 0 proves the splits disjoint. */
  commonItems: z.int(),
});

/** Brings images and labels into the store, train items first, then test items, with a digest of each split. */
export const importDatasetTask = defineTask({
  kind: 'importDataset',
  version: 1,
  params,
  results: datasetResults,
  needsBackend: false,
  run: async (job) => {
    job.context.onProgress?.({ stage: 'read', done: 0, total: 2, unit: 'steps' });
    const { inputShape, classNames, splits } = await readImages(job);
    const digests = splits.map(({ images, labels }) => itemDigests(images, labels.length));
    job.context.onProgress?.({ stage: 'digest', done: 1, total: 2, unit: 'steps' });
    const total = splits.reduce((sum, { labels }) => sum + labels.length, 0);
    await job.outputs.write('images', 'application/x-npy', [
      npyHeaderBytes('uint8', [total, ...inputShape]),
      ...splits.map(({ images }) => images),
    ]);
    await job.outputs.write('labels', 'application/x-npy', [
      npyHeaderBytes('int32', [total]),
      ...splits.map(({ labels }) => bytesOf(labels)),
    ]);
    let next = 0;
    const described = splits.map(({ name, labels }, index) => {
      const firstItem = next;
      next += labels.length;
      return {
        name,
        firstItem,
        count: labels.length,
        digest: splitDigest(digests[index] ?? [], labels),
        classCounts: classNames.map((_, label) => labels.filter((value) => value === label).length),
      };
    });
    const [train = [], test = []] = digests;
    return { inputShape, classNames, splits: described, commonItems: commonItems(train, test) };
  },
});

async function readImages(job: Job<{ source: Source }>): Promise<ImportedImages> {
  const { source } = job.params;
  switch (source.type) {
    case 'builtInDigits':
      return splitDigits(source.testFraction);
    case 'mnist':
      return readIdxPairs(await mirroredFiles(job), digitNames);
    case 'idx':
      return readIdxPairs(uploadedFiles(job), source.classNames);
  }
}

/** The last part of each class is for testing. */
function splitDigits(testFraction: number): ImportedImages {
  const { images, labels } = builtInDigits();
  const size = images.length / labels.length;
  const rows: { train: number[]; test: number[] } = { train: [], test: [] };
  for (let label = 0; label < 10; label++) {
    const members = [...labels.keys()].filter((row) => labels[row] === label);
    const kept = Math.round(members.length * (1 - testFraction));
    rows.train.push(...members.slice(0, kept));
    rows.test.push(...members.slice(kept));
  }
  const pick = (name: 'train' | 'test'): SplitItems => ({
    name,
    images: Buffer.concat(rows[name].map((row) => images.subarray(row * size, (row + 1) * size))),
    labels: Int32Array.from(rows[name], (row) => labels[row] ?? 0),
  });
  return { inputShape: [28, 28, 1], classNames: digitNames, splits: [pick('train'), pick('test')] };
}

const digitNames = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Bytes of one of four IDX files. */
type IdxFiles = (file: MnistFile) => Promise<Uint8Array>;

function uploadedFiles({ inputs }: Job<unknown>): IdxFiles {
  return (file) => bytes(inputRun(inputs, 'upload'), file);
}

async function mirroredFiles({ context: { signal } }: Job<unknown>): Promise<IdxFiles> {
  const mirror = await reachableMirror();
  if (!mirror)
    throw new FormatError(
      'MNIST: expected a public mirror to answer within 4 seconds, none did. Upload the four files instead.',
    );
  return (file) => fetchMnistFile(mirror, file, signal);
}

async function readIdxPairs(
  read: IdxFiles,
  givenNames: readonly string[] | undefined,
): Promise<ImportedImages> {
  const split = async (name: 'train' | 'test') => {
    const images = readIdx(await read(`${name}Images`));
    const labels = readIdx(await read(`${name}Labels`));
    const [count, height, width, channels = 1] = images.shape;
    if (!count || !height || !width)
      throw new FormatError(`${name}Images: expected images [n, h, w], got [${images.shape}]`);
    if (labels.shape.length !== 1 || labels.shape[0] !== count)
      throw new FormatError(`${name}Labels: expected ${count} labels, got [${labels.shape}]`);
    const inputShape: [number, number, number] = [height, width, channels];
    return { name, images: images.data, labels: Int32Array.from(labels.data), inputShape };
  };
  const [train, test] = [await split('train'), await split('test')];
  if (train.inputShape.join() !== test.inputShape.join())
    throw new FormatError(`testImages: expected images of [${train.inputShape}], got [${test.inputShape}]`);
  const classes = 1 + train.labels.reduce((most, label) => Math.max(most, label), 0);
  const classNames = givenNames
    ? [...givenNames]
    : Array.from({ length: classes }, (_, label) => String(label));
  for (const { name, labels } of [train, test])
    if (labels.some((label) => label >= classNames.length))
      throw new FormatError(
        `${name}Labels: expected labels below ${classNames.length}, got ${Math.max(...new Set(labels))}`,
      );
  return { inputShape: train.inputShape, classNames, splits: [train, test] };
}
