/** A segment with this many points is full: it is not joined with others any more. A page of a curve is read by segments. */
export const fullSegment = 4096;

/** How many short segments of a size become one. */
const fanIn = 8;

/**
 * The short segments at the end of a curve after one of `added` points came to it, and how many segments at the end,
 * that one among them, are to be joined into one: 1 for none.
 *
 * Points that come one by one are so written again log8(4096) = 4 times until they rest in a full segment, where
 * joining them with the last segment each time would write 2,000 points for each. Eight of a size are joined, a size
 * being a power of eight, and so are all that make up a full one.
 */
export function joinTail(
  tail: readonly number[],
  added: number,
): { readonly tail: readonly number[]; readonly joined: number } {
  const sizes = [...tail, added];
  let joined = 1;
  for (;;) {
    const count = joinable(sizes);
    if (count < 2) break;
    const sum = sizes.splice(-count).reduce((total, size) => total + size, 0);
    sizes.push(sum);
    joined += count - 1;
  }
  const last = sizes.at(-1) ?? 0;
  return last >= fullSegment ? { tail: [], joined } : { tail: sizes, joined };
}

/** How many segments at the end are of one size and enough to be joined; 0 where they are not. */
function joinable(sizes: readonly number[]): number {
  const last = sizes.at(-1) ?? 0;
  if (last >= fullSegment) return 0;
  const level = levelOf(last);
  let count = 0;
  let points = 0;
  for (const size of sizes.toReversed()) {
    if (levelOf(size) > level || points >= fullSegment) break;
    count++;
    points += size;
  }
  return count >= fanIn || points >= fullSegment ? count : 0;
}

function levelOf(size: number): number {
  return Math.floor(Math.log(size) / Math.log(fanIn) + 1e-9);
}
