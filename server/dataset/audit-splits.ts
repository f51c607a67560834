import { findDuplicates } from '@fiducial/core/audit';
import type { Context } from '@fiducial/core/context';
import { z } from 'zod';
import type { ImportedImages } from './sources/define-source';

/** Pairs of images that the row of a run keeps, equal ones first; their numbers count all. */
const keptDuplicates = 200;
/** Images of data sets are bytes. */
const range = 255;

/** What the audit of a data set keeps in the row of its run. */
export const duplicateResults = z.object({
  limit: z.number(),
  pairs: z.array(
    z.object({
      split: z.string(),
      against: z.string(),
      images: z.int(),
      others: z.int(),
      equal: z.int(),
      near: z.int(),
      undecided: z.int(),
    }),
  ),
  found: z.array(
    z.object({
      split: z.string(),
      item: z.int(),
      against: z.string(),
      otherItem: z.int(),
      equal: z.boolean(),
      difference: z.number(),
    }),
  ),
});

/** What the audit of a data set found. */
export type Duplicates = z.output<typeof duplicateResults>;

/**
 * Looks for each split's images in every split before it, and among the images before them in their own: equal ones by
 * the sha256 of their pixels, near-duplicates by the root mean square of the difference of their pixels.
 *
 * @param digests of each split's images
 */
export async function auditSplits(
  { inputShape, splits }: Pick<ImportedImages, 'inputShape' | 'splits'>,
  digests: readonly (readonly string[])[],
  context: Context,
): Promise<Duplicates> {
  const groups = splits.map(({ images }, at) => ({
    images: { data: images, shape: inputShape },
    digests: digests[at] ?? [],
  }));
  const { limit, found, undecided } = await findDuplicates(groups, { range, context });
  const nameOf = (group: number) => splits[group]?.name ?? '';
  const pairs = splits.flatMap(({ name, labels }, group) =>
    splits.slice(0, group + 1).map((other, against) => {
      const between = found.filter((of) => of.group === group && of.against === against);
      const equal = between.filter((of) => of.equal).length;
      return {
        ...{ split: name, against: other.name, images: labels.length, others: other.labels.length },
        ...{ equal, near: between.length - equal, undecided: undecided[group] ?? 0 },
      };
    }),
  );
  return {
    limit,
    pairs,
    found: found.slice(0, keptDuplicates).map(({ image, other, group, against, ...of }) => ({
      ...{ item: image, split: nameOf(group), otherItem: other, against: nameOf(against) },
      ...of,
    })),
  };
}
