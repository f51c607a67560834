import {
  builtInDigits,
  commonItems,
  FormatError,
  itemDigests,
  npyHeaderBytes,
  readIdx,
  readImageFolder,
  splitDigest,
} from '@fiducial/formats';
import { z } from 'zod';
import { defineTask, type Job } from '../compute/task';
import { readBytes } from '../compute/read-artifact';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Where a data set's images come from; files are named by the sha256 of their bytes. */
export const datasetSource = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('builtInDigits'),
    testFraction: z.number().gt(0).lt(1).default(0.2).describe('Share of each class that is kept for testing.'),
  }),
  z.object({
    type: z.literal('idx'),
    classNames: z.array(z.string().min(1)).min(2).optional().describe('Names of the classes, by label.'),
    trainImages: digest,
    trainLabels: digest,
    testImages: digest,
    testLabels: digest,
  }),
  z.object({
    type: z.literal('imageFolder'),
    archive: digest,
    color: z.enum(['grey', 'rgb']).default('rgb'),
    size: z.int().min(4).max(1024).optional().describe('Side to which every image is resized, in pixels.'),
  }),
]);

/** Images of one split, in order. */
interface SplitItems {
  readonly name: string;
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

interface ImportedImages {
  readonly inputShape: [number, number, number];
  readonly classNames: string[];
  readonly splits: SplitItems[];
}

const params = z.object({ source: datasetSource });

/** Brings images and labels into the store: train items first, then test items, with a digest of each split. */
export const importDatasetTask = defineTask({
  kind: 'importDataset',
  version: 1,
  params,
  results: z.object({
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
    commonItems: z.int(),
  }),
  needsBackend: false,
  run: async (job) => {
    const { inputShape, classNames, splits } = await readImages(job);
    const digests = splits.map(({ images, labels }) => itemDigests(images, labels));
    const total = splits.reduce((sum, { labels }) => sum + labels.length, 0);
    const [height, width, channels] = inputShape;
    await job.outputs.write('images', 'application/x-npy', [
      npyHeaderBytes('uint8', [total, height, width, channels]),
      ...splits.map(({ images }) => images),
    ]);
    await job.outputs.write('labels', 'application/x-npy', [
      npyHeaderBytes('int32', [total]),
      ...splits.map(({ labels }) => new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength)),
    ]);
    let firstItem = 0;
    return {
      inputShape,
      classNames,
      splits: splits.map(({ name, labels }, index) => {
        const split = {
          name,
          firstItem,
          count: labels.length,
          digest: splitDigest(digests[index] ?? []),
          classCounts: countClasses(labels, classNames.length),
        };
        firstItem += labels.length;
        return split;
      }),
      commonItems: commonItems(digests[0] ?? [], digests[1] ?? []),
    };
  },
});
