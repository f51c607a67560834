import { bytesOf, commonItems, itemDigests, npyHeaderBytes, splitDigest } from '@fiducial/formats';
import { z } from 'zod';
import { defineTask, type Job } from '../compute/task';
import { auditSplits, duplicateResults } from './audit-splits';
import { checkImages } from './check-images';
import { importNeed } from './import-need';
import { datasetSources, sourceSchemas } from './sources';
import type { ImportedImages } from './sources/define-source';

/** Where a data set's images come from; uploaded files are named by the sha256 of their bytes. */
export const datasetSource = z.discriminatedUnion('type', sourceSchemas);

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
  /** Null for data sets imported before they were audited. */
  duplicates: duplicateResults.nullable().default(null),
});

/**
 * Brings images and labels into the store, train items first, then test items, with a digest of each split, and looks for
 * images that are there twice.
 */
export const importDatasetTask = defineTask({
  kind: 'importDataset',
  version: 2,
  params,
  results: datasetResults,
  needsBackend: false,
  need: importNeed,
  run: async (job) => {
    job.context.onProgress?.({ stage: 'read', done: 0, total: 2, unit: 'steps' });
    const read = await readImages(job);
    checkImages(read);
    const { inputShape, classNames, splits } = read;
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
    return {
      ...{ inputShape, classNames, splits: described },
      commonItems: commonItems(train, test),
      duplicates: await auditSplits(read, digests, job.context),
    };
  },
});

function readImages(job: Job<z.output<typeof params>>): Promise<ImportedImages> {
  const { source } = job.params;
  const found = datasetSources.find(({ type }) => type === source.type);
  if (!found) throw new Error(`no source reads ${source.type}`);
  return found.read(source, job);
}
