import type { Context } from '../context';
import type { ImageArray } from '../models/images';
import { imageCells } from './image-cells';

/** Cells along an axis. */
const side = 4;
/** Means are in single precision: what lies this near above the limit is let through all the same. */
const rounding = 1e-5;

/** Images in the order of their most varied mean. */
export interface SortedCells {
  /** Number of the image at each place, through all groups. */
  readonly order: Uint32Array;
  /**
   * Hands on the image at a place and every image after it whose cells are no farther away than the limit, which no two
   * images that differ by less than it fail. Returns how many it looked at.
   */
  near(place: number, limit: number, take: (image: number, other: number) => void): number;
}

/**
 * Means of 4 × 4 cells of images, sorted by the one that varies most: images farther apart in it than the limit are never
 * looked at, and most others are told apart by the next one or two.
 *
 * @throws {CancelledError}
 */
export async function sortedCells(
  groups: readonly ImageArray[],
  { range, context }: { range: number; context: Context },
): Promise<SortedCells> {
  const chunks = [];
  for (const images of groups) chunks.push(...(await imageCells(images, { side, range, context })));
  const dimensions = chunks[0]?.dimensions ?? 1;
  const count = chunks.reduce((sum, { data }) => sum + data.length / dimensions, 0);
  const cells = new Float32Array(count * dimensions);
  let next = 0;
  for (const { data } of chunks) {
    cells.set(data, next);
    next += data.length;
  }
  const axes = byVariance(cells, dimensions);
  const [axis = 0] = axes;
  const key = (image: number) => cells[image * dimensions + axis] ?? 0;
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => key(a) - key(b) || a - b);
  const sorted = new Float32Array(cells.length);
  order.forEach((image, place) => {
    for (const [at, from] of axes.entries())
      sorted[place * dimensions + at] = cells[image * dimensions + from] ?? 0;
  });
  return {
    order,
    near: (place, limit, take) => {
      const most = limit + rounding;
      let other = place + 1;
      const limitSquared = most * most;
      const from = place * dimensions;
      for (; other < count; other++) {
        const to = other * dimensions;
        const first = (sorted[to] as number) - (sorted[from] as number); // within the array; a hot loop, as below
        if (first >= most) break;
        let sum = first * first;
        for (let at = 1; at < dimensions && sum < limitSquared; at++) {
          const difference = (sorted[to + at] as number) - (sorted[from + at] as number);
          sum += difference * difference;
        }
        if (sum < limitSquared) take(order[place] as number, order[other] as number);
      }
      return other - place;
    },
  };
}

/** Numbers of the columns, the most varied first. */
function byVariance(cells: Float32Array, dimensions: number): number[] {
  const rows = Math.max(1, cells.length / dimensions);
  const sums = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  for (let index = 0; index < cells.length; index++) {
    const [at, value] = [index % dimensions, cells[index] ?? 0];
    sums[at] = (sums[at] ?? 0) + value;
    squares[at] = (squares[at] ?? 0) + value * value;
  }
  const variance = (at: number) => (squares[at] ?? 0) / rows - ((sums[at] ?? 0) / rows) ** 2;
  return Array.from({ length: dimensions }, (_, at) => at).sort((a, b) => variance(b) - variance(a));
}
