/** A point with the name that is to stand beside it, in pixels. */
export interface NamedPlace {
  readonly x: number;
  readonly y: number;
  /** Of the name as it is written, with its mark. */
  readonly width: number;
  /** Of the mark that stands for the name where there is no room for it. */
  readonly markWidth: number;
}

/** Where a name stands: its edge at the point's side and its middle. */
export interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right';
  /** Not beside its point but above or below: a line leads there. */
  readonly moved: boolean;
  /** The name, and not its mark alone. */
  readonly whole: boolean;
}

/** A part of the plot, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Candidate {
  readonly box: Box;
  readonly place: NamePlace;
  /** By how many halves of a line it is moved. */
  readonly steps: number;
}

const nameHeight = 14;
/** Between the middle of a point and its name. */
const beside = 10;
const pointRadius = 6;
/** So many halves of a line a name may move up or down. */
const mostMoved = 6;
/** A name farther away is harder to read than its mark beside the point. */
const mostMovedWhole = 2;

/**
 * Places names beside their points, right or left, such that none lies over another one, over a point or over what is
 * `crossed`. Every point gets its mark first, moved up or down by as little as that takes; then marks become names, as far
 * as there is room close by. Null for a mark that has no room.
 */
export function placeNames(
  points: readonly NamedPlace[],
  within: Box,
  crossed: readonly Box[] = [],
): (NamePlace | null)[] {
  const symbols: Box[] = points.map(({ x, y }) => ({
    left: x - pointRadius,
    right: x + pointRadius,
    top: y - pointRadius,
    bottom: y + pointRadius,
  }));
  const placed: (Candidate | undefined)[] = points.map(() => undefined);
  // From the top, so that names which give way keep the order of their points.
  const order = [...points.keys()].sort((a, b) => (points[a]?.y ?? 0) - (points[b]?.y ?? 0));
  const free = (at: number, whole: boolean) => {
    const point = points[at];
    const taken = [...symbols, ...placed.flatMap((one, other) => (one && other !== at ? [one.box] : []))];
    return point
      ? candidates(point, whole).filter(
          ({ box }) => isIn(box, within) && !taken.some((one) => meet(one, box)),
        )
      : [];
  };
  const crossings = ({ box }: Candidate) => crossed.filter((one) => meet(one, box)).length;
  for (const at of order) {
    const cost = (one: Candidate) => one.steps + 2 * crossings(one);
    [placed[at]] = free(at, false).sort((a, b) => cost(a) - cost(b));
  }
  for (const at of order) {
    const close = free(at, true).filter((one) => one.steps <= mostMovedWhole && crossings(one) === 0);
    placed[at] = close.sort((a, b) => a.steps - b.steps)[0] ?? placed[at];
  }
  return placed.map((one) => one?.place ?? null);
}

/** Where a name may stand, the best first. */
function candidates({ x, y, ...widths }: NamedPlace, whole: boolean): Candidate[] {
  const width = whole ? widths.width : widths.markWidth;
  const lines = Array.from({ length: 2 * mostMoved + 1 }, (_, at) => (at % 2 === 0 ? at / 2 : -(at + 1) / 2));
  return lines.flatMap((line) =>
    (['left', 'right'] as const).map((align) => {
      const start = align === 'left' ? x + beside : x - beside;
      const middle = y + line * (nameHeight / 2);
      const left = align === 'left' ? start : start - width;
      return {
        box: { left, right: left + width, top: middle - nameHeight / 2, bottom: middle + nameHeight / 2 },
        place: { x: start, y: middle, align, moved: line !== 0, whole },
        steps: Math.abs(line),
      };
    }),
  );
}

function isIn(box: Box, { left, right, top, bottom }: Box): boolean {
  return box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
