import type { AttackColumns } from './attack-columns';

/** One-sided 5 % of the sign test between two outcomes on the same images. */
const significant = 1.645;

/** The rows of one budget, `[images]`. */
export function blockOf(
  column: Uint8Array,
  block: number,
  { images }: Pick<AttackColumns, 'images'>,
): Uint8Array {
  return column.subarray(block * images, (block + 1) * images);
}

/**
 * Whether the first outcome has more images than the second, beyond chance: a sign test over the images that only one of
 * them has, one-sided at 5 %.
 */
export function hasMore(first: Uint8Array, second: Uint8Array): boolean {
  let [left, right] = [0, 0];
  first.forEach((value, image) => {
    if (value && !second[image]) left++;
    if (!value && second[image]) right++;
  });
  return left - right > significant * Math.sqrt(left + right);
}

/** How many images an outcome has. */
export function ones(column: Uint8Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}
