/** Groups by their number in `Dots`. */
export const dotGroups = ['AUTHENTIC', 'ERROR', 'ADVERSARIAL', 'CONTROL'] as const;
/** One of them. */
export type DotGroup = (typeof dotGroups)[number];

/** Inputs as two detectors score them; columns of one length. */
export interface Dots {
  /** Number of the input in its evaluation. */
  readonly index: Uint32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Place in `dotGroups`. */
  readonly group: Uint8Array;
}

/** Where two thresholds part the inputs: who flags them. */
export const quadrants = ['onlyY', 'both', 'neither', 'onlyX'] as const;
/** One of the four. */
export type Quadrant = (typeof quadrants)[number];

/** An area of scores, least and greatest of each. */
export interface Area {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** What is picked out: a quadrant, which follows the thresholds, or an area. */
export type Picked = Quadrant | Area | null;

/** A threshold for each of the two. */
export interface Thresholds {
  readonly x: number;
  readonly y: number;
}

/** Which detectors flag a pair of scores. */
export function quadrantOf(x: number, y: number, thresholds: Thresholds): Quadrant {
  const [byX, byY] = [x > thresholds.x, y > thresholds.y];
  if (byX) return byY ? 'both' : 'onlyX';
  return byY ? 'onlyY' : 'neither';
}

/** How many inputs of each group lie in each quadrant. */
export function countQuadrants(
  { x, y, group }: Dots,
  thresholds: Thresholds,
): Readonly<Record<Quadrant, Readonly<Record<DotGroup, number>>>> {
  const none = () => ({ AUTHENTIC: 0, ERROR: 0, ADVERSARIAL: 0, CONTROL: 0 });
  const counts = { onlyX: none(), onlyY: none(), both: none(), neither: none() };
  for (let at = 0; at < x.length; at++) {
    const name = dotGroups[group[at] ?? 0];
    if (name) counts[quadrantOf(x[at] ?? 0, y[at] ?? 0, thresholds)][name]++;
  }
  return counts;
}

/** Numbers of the picked inputs, adversarial ones first, then errors, controls and authentic ones; each in order. */
export function pickedInputs(dots: Dots, picked: Picked, thresholds: Thresholds): number[] {
  if (!picked) return [];
  const isIn =
    typeof picked === 'string'
      ? (x: number, y: number) => quadrantOf(x, y, thresholds) === picked
      : (x: number, y: number) =>
          x >= picked.x[0] && x <= picked.x[1] && y >= picked.y[0] && y <= picked.y[1];
  const found: number[] = [];
  for (let at = 0; at < dots.x.length; at++) if (isIn(dots.x[at] ?? 0, dots.y[at] ?? 0)) found.push(at);
  const rank = (at: number) => order.indexOf(dotGroups[dots.group[at] ?? 0] ?? 'AUTHENTIC');
  // Sorting is stable: within a group the order of numbers stays.
  return found.sort((a, b) => rank(a) - rank(b)).map((at) => dots.index[at] ?? 0);
}

const order: readonly DotGroup[] = ['ADVERSARIAL', 'ERROR', 'CONTROL', 'AUTHENTIC'];

/** What is picked, as the address says it; null for anything else. */
export function readPicked(text: string): Picked {
  const quadrant = quadrants.find((name) => name === text);
  if (quadrant) return quadrant;
  const ends = text.split('~').map(Number);
  const [left, right, low, high] = ends;
  if (
    ends.length !== 4 ||
    left === undefined ||
    right === undefined ||
    low === undefined ||
    high === undefined
  )
    return null;
  return ends.every(Number.isFinite) && left <= right && low <= high
    ? { x: [left, right], y: [low, high] }
    : null;
}

/** The same for the address. Four digits: an area is drawn by hand. */
export function writePicked(picked: Picked): string {
  if (!picked || typeof picked === 'string') return picked ?? '';
  return [...picked.x, ...picked.y].map((end) => Number(end.toPrecision(4))).join('~');
}
