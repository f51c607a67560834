import { breathe, type Context } from '../context';
import type { ImageArray } from '../models/images';
import { nearDuplicateLimit } from './find-near-duplicates';
import { sortedCells } from './sorted-cells';
import { valueComparison } from './value-comparison';

/** Images that are looked for in one another: a split of a data set. */
export interface SearchedGroup {
  readonly images: ImageArray;
  /** Equal for images with equal values, and for no others. */
  readonly digests: readonly string[];
}

/** An image that is there before, or nearly so. Images are numbered through all groups. */
export interface Duplicate {
  readonly image: number;
  /** The earlier image of a group that it is most like. */
  readonly other: number;
  readonly group: number;
  readonly against: number;
  readonly equal: boolean;
  /** Root mean square of the difference of their values, as a share of the range of values. */
  readonly difference: number;
}

/** What was found. */
export interface FoundDuplicates {
  /** Images that differ by less are near-duplicates. */
  readonly limit: number;
  /** Equal ones first, then by difference; each image once for each group with an image before it that it is like. */
  readonly found: readonly Duplicate[];
  /** Images of each group that were not compared with all others, for it would have taken too long. */
  readonly undecided: readonly number[];
}

/** Values compared and pairs looked at, at most: about a minute. */
const mostWork = 4e10;
/** Images between two chances to stop. */
const stride = 64;

/**
 * Looks for every image among all before it, in its own group and in those before: for equal ones by their digests, for
 * near-duplicates by their values. Every two images are told apart or compared: `sortedCells` leaves those whose means
 * are near, and of these all values are compared. Needs no tensors. The 70,000 MNIST digits take
 * 17 s on one core and none is left open: near-duplicates are so much nearer than neighbors (0.03 of the range against
 * 0.157 in the median) that few pairs are compared. `findNearDuplicates`, made for few queries, takes minutes for them.
 *
 * @throws {CancelledError}
 */
export async function findDuplicates(
  groups: readonly SearchedGroup[],
  {
    range,
    context,
    limit = nearDuplicateLimit,
    work = mostWork,
  }: { range: number; context: Context; limit?: number; work?: number },
): Promise<FoundDuplicates> {
  const places = groups.flatMap(({ digests }, group) => digests.map((_, row) => ({ group, row })));
  const best = new Map<string, Duplicate>();
  const keep = (duplicate: Omit<Duplicate, 'group' | 'against'>) => {
    const [group, against] = [places[duplicate.image]?.group ?? 0, places[duplicate.other]?.group ?? 0];
    const key = `${duplicate.image} ${against}`;
    const known = best.get(key);
    if (!known || (!known.equal && duplicate.difference < known.difference))
      best.set(key, { ...duplicate, group, against });
  };
  for (const [image, other] of equalPairs(groups)) keep({ image, other, equal: true, difference: 0 });
  const cells = await sortedCells(
    groups.map(({ images }) => images),
    { range, context },
  );
  const { difference, compared } = comparison(groups, limit * range);
  let [first, looked] = [0, 0];
  for (; first < places.length && looked + compared() < work; first++) {
    if (first % stride === 0) {
      await breathe(context);
      context.onProgress?.({ stage: 'duplicates', done: first, total: places.length, unit: 'images' });
    }
    looked += cells.near(first, limit, (a, b) => {
      const [other, image] = a < b ? [a, b] : [b, a];
      const [from, to] = [places[other], places[image]];
      const found = from && to ? difference(from, to) / range : limit;
      if (found < limit) keep({ image, other, equal: false, difference: found });
    });
  }
  const open = cells.order.subarray(first);
  const undecided = groups.map((_, group) => open.filter((image) => places[image]?.group === group).length);
  const found = [...best.values()].sort((a, b) => a.difference - b.difference || a.image - b.image);
  return { limit, found, undecided };
}

/** Every image with the first one before it of each group that has the same digest. */
function* equalPairs(groups: readonly SearchedGroup[]): Generator<[image: number, other: number]> {
  const known = groups.map(() => new Map<string, number>());
  let image = 0;
  for (const [group, { digests }] of groups.entries())
    for (const digest of digests) {
      for (const firsts of known.slice(0, group + 1)) {
        const other = firsts.get(digest);
        if (other !== undefined) yield [image, other];
      }
      if (!known[group]?.has(digest)) known[group]?.set(digest, image);
      image++;
    }
}

interface Place {
  readonly group: number;
  readonly row: number;
}

/** Compares images of any two groups, value by value. */
function comparison(groups: readonly SearchedGroup[], limit: number) {
  const ofPair = groups.map(({ images }) =>
    groups.map((other) => valueComparison(images, other.images, limit)),
  );
  return {
    compared: () => ofPair.flat().reduce((sum, { compared }) => sum + compared(), 0),
    difference: (a: Place, b: Place) =>
      ofPair[a.group]?.[b.group]?.difference(a.row, b.row) ?? Number.POSITIVE_INFINITY,
  };
}
