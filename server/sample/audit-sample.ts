import { type AuditedGroup, auditLeakage, leakKinds } from '@fiducial/core/audit';
import type { Context } from '@fiducial/core/context';
import { gatherImages } from '@fiducial/core/models';
import { bytesOf, itemDigests } from '@fiducial/formats';
import { z } from 'zod';
import type { ReadDataset } from '../dataset/read-dataset';

/** What is audited for leakage, each against all before it: the training split, and the groups of a sample. */
export const auditedParts = ['reference', 'train', 'validation', 'test', 'errors'] as const;

/** Leaks that the row of a run keeps, worst first; their numbers count all. */
const keptLeaks = 200;
/** Images of data sets are bytes. */
const range = 255;

const part = z.enum(auditedParts);

/** What the audit of a sample keeps in the row of its run. */
export const leakageResults = z.object({
  limit: z.number(),
  cells: z.int(),
  pairs: z.array(
    z.object({
      group: part,
      against: part,
      images: z.int(),
      others: z.int(),
      original: z.int(),
      equal: z.int(),
      near: z.int(),
      undecided: z.int(),
    }),
  ),
  leaks: z.array(
    z.object({
      group: part,
      item: z.int(),
      against: part,
      otherItem: z.int(),
      kind: z.enum(leakKinds),
      difference: z.number(),
    }),
  ),
});

/** What the audit of a sample found. */
export type SampleLeakage = z.output<typeof leakageResults>;

/** Rows of the split that a sample was drawn from, by group. */
type DrawnRows = Readonly<Record<Exclude<(typeof auditedParts)[number], 'reference'>, Int32Array>>;

/** Looks for images of a sample in the training split of its data set, and in other groups of the sample. */
export async function auditSample(
  dataset: ReadDataset,
  { split, rows }: { split: ReturnType<ReadDataset['split']>; rows: DrawnRows },
  context: Context,
): Promise<SampleLeakage> {
  const reference = dataset.splitNames.includes('train') ? dataset.split('train') : null;
  const groups = auditedParts.map((name): AuditedGroup => {
    const drawn = name === 'reference' ? null : rows[name];
    const images = drawn ? gatherImages(split.images, drawn) : reference?.images;
    const items = drawn
      ? drawn.map((row) => split.firstItem + row)
      : Int32Array.from({ length: reference?.count ?? 0 }, (_, at) => (reference?.firstItem ?? 0) + at);
    const { data, shape } = images ?? { ...split.images, data: new Uint8Array(0) };
    return {
      name,
      images: { data, shape },
      items,
      digests: items.length > 0 ? itemDigests(bytesOf(data), items.length) : [],
    };
  });
  const found = await auditLeakage(groups, { range, context });
  return leakageResults.parse({ ...found, leaks: found.leaks.slice(0, keptLeaks) });
}
