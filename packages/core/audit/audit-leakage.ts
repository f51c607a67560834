import type { Context } from '../context';
import type { ImageArray } from '../models/images';
import { type CutImages, cutImages, findNearDuplicates, nearDuplicateLimit } from './find-near-duplicates';
import { cellCount } from './image-cells';

/** Images that are to share nothing with those of other groups. */
export interface AuditedGroup {
  readonly name: string;
  readonly images: ImageArray;
  /** Which original each image is. */
  readonly items: ArrayLike<number>;
  /** Equal for images with equal values, and for no others. */
  readonly digests: readonly string[];
}

/** In what two images of different groups are the same: one original, equal in every value, or nearly. */
export const leakKinds = ['original', 'equal', 'near'] as const;
/** One of `leakKinds`. */
export type LeakKind = (typeof leakKinds)[number];

/** Two images of different groups that are to be different images, and are not. */
export interface Leak {
  readonly group: string;
  readonly item: number;
  readonly against: string;
  readonly otherItem: number;
  readonly kind: LeakKind;
  /** Root mean square of the difference of their values, as a share of the range of values. */
  readonly difference: number;
}

/** How many images of one group are in another. */
export interface AuditedPair extends Readonly<Record<LeakKind, number>> {
  readonly group: string;
  readonly against: string;
  readonly images: number;
  readonly others: number;
  /** Images of which too many of the others were candidates to compare all. */
  readonly undecided: number;
}

/** What an audit found. */
export interface Leakage {
  /** Images that differ by less are near-duplicates. */
  readonly limit: number;
  /** Means that each image was reduced to, to find candidates. */
  readonly cells: number;
  readonly pairs: readonly AuditedPair[];
  /** Shared originals first, then by difference; each image once for each group that it was looked for in. */
  readonly leaks: readonly Leak[];
}

/** Sides of the grid that images are cut into, finest first. */
const sides = [16, 8, 4];
/** Products that the search of candidates may take: about 10 s in native TensorFlow on two cores. */
const mostProducts = 2e11;

/**
 * Looks for each group's images among those of every group before it: the same originals, equal values, near-duplicates.
 * The first two are looked up; only what remains is compared. The grid is as fine as keeps the search within its bound:
 * a coarser one misses nothing, but has more candidates.
 *
 * @param range of the images' values
 * @throws {CancelledError}
 */
export async function auditLeakage(
  groups: readonly AuditedGroup[],
  { range, context }: { range: number; context: Context },
): Promise<Leakage> {
  const filled = groups.filter(({ items }) => items.length > 0);
  const shape = filled[0]?.images.shape ?? [1, 1, 1];
  const side = chooseSide(filled, shape);
  const cut: CutImages[] = [];
  const pairs: AuditedPair[] = [];
  const leaks: Leak[] = [];
  const total = filled.reduce((sum, { items }, place) => sum + place * items.length, 0);
  let done = 0;
  for (const [place, group] of filled.entries()) {
    cut.push(await cutImages(group.images, { side, range, context }));
    for (const [before, against] of filled.slice(0, place).entries()) {
      const quiet: Context = {
        ...context,
        onProgress: (progress) =>
          context.onProgress?.({ stage: 'leakage', done: done + progress.done, total, unit: 'images' }),
      };
      const found = await compare(
        { group, cut: cut[place] },
        { group: against, cut: cut[before] },
        { range, context: quiet },
      );
      pairs.push(found.pair);
      leaks.push(...found.leaks);
      done += group.items.length;
      context.onProgress?.({ stage: 'leakage', done, total, unit: 'images' });
    }
  }
  const order = (leak: Leak) => (leak.kind === 'original' ? -1 : leak.difference);
  leaks.sort((a, b) => order(a) - order(b));
  return { limit: nearDuplicateLimit, cells: cellCount({ shape, side }), pairs, leaks };
}

function chooseSide(groups: readonly AuditedGroup[], shape: ImageArray['shape']): number {
  let [pairs, before] = [0, 0];
  for (const { items } of groups) {
    pairs += items.length * before;
    before += items.length;
  }
  return sides.find((side) => pairs * cellCount({ shape, side }) <= mostProducts) ?? sides.at(-1) ?? 1;
}

/** A group with its cut images; undefined never comes, but an array may not say so. */
interface Side {
  readonly group: AuditedGroup;
  readonly cut: CutImages | undefined;
}

async function compare(
  { group, cut }: Side,
  { group: against, cut: others }: Side,
  options: { range: number; context: Context },
): Promise<{ pair: AuditedPair; leaks: Leak[] }> {
  const originals = new Set(Array.from(against.items));
  const equal = new Map<string, number>();
  against.digests.forEach((digest, row) => {
    if (!equal.has(digest)) equal.set(digest, against.items[row] ?? 0);
  });
  const leak = (item: number, rest: Pick<Leak, 'kind' | 'otherItem' | 'difference'>): Leak => ({
    group: group.name,
    item,
    against: against.name,
    ...rest,
  });
  const leaks: Leak[] = [];
  const decided = Array.from(group.items, (item, row) => {
    const other = originals.has(item) ? item : equal.get(group.digests[row] ?? '');
    if (other === undefined) return false;
    leaks.push(leak(item, { kind: other === item ? 'original' : 'equal', otherItem: other, difference: 0 }));
    return true;
  });
  let undecided = 0;
  if (cut && others && decided.includes(false)) {
    const found = await findNearDuplicates(cut, others, options);
    for (const { query, reference, difference } of found.pairs)
      if (!decided[query])
        leaks.push(
          leak(group.items[query] ?? 0, {
            kind: 'near',
            otherItem: against.items[reference] ?? 0,
            difference,
          }),
        );
    undecided = found.undecided.filter((row) => !decided[row]).length;
  }
  const count = (kind: LeakKind) => leaks.filter((of) => of.kind === kind).length;
  const pair = {
    group: group.name,
    against: against.name,
    images: group.items.length,
    others: against.items.length,
    original: count('original'),
    equal: count('equal'),
    near: count('near'),
    undecided,
  };
  return { pair, leaks };
}
