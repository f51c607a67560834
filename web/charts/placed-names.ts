/** A point with the name that is to stand beside it, in pixels. */
export interface NamedPlace {
  readonly x: number;
  readonly y: number;
  /** Of the name as it is written. */
  readonly width: number;
}

/** Where a name stands: its edge at the point's side and its middle. */
export interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right';
  /** Not beside its point but above or below: a line leads there. */
  readonly moved: boolean;
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

/**
 * Places names beside their points, right or left, such that none lies over another one or over a point; moved up or
 * down by as little as that takes, and a little farther where it keeps them off what is `crossed`. Null for a name that
 * has no room.
 */
export function placeNames(
  points: readonly NamedPlace[],
  within: Box,
  crossed: readonly Box[] = [],
): (NamePlace | null)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - pointRadius,
    right: x + pointRadius,
    top: y - pointRadius,
    bottom: y + pointRadius,
  }));
  const places: (NamePlace | null)[] = points.map(() => null);
  // From the top, so that names which give way keep the order of their points.
  for (const at of [...points.keys()].sort((a, b) => (points[a]?.y ?? 0) - (points[b]?.y ?? 0))) {
    const point = points[at];
    if (!point) continue;
    const free = candidates(point).filter(
      ({ box }) => isIn(box, within) && !taken.some((one) => meet(one, box)),
    );
    const cost = ({ box, steps }: Candidate) => steps + 2 * crossed.filter((one) => meet(one, box)).length;
    const [found] = free.sort((a, b) => cost(a) - cost(b));
    if (!found) continue;
    taken.push(found.box);
    places[at] = found.place;
  }
  return places;
}

/** Where a name may stand, the best first. */
function candidates({ x, y, width }: NamedPlace): Candidate[] {
  const lines = Array.from({ length: 2 * mostMoved + 1 }, (_, at) => (at % 2 === 0 ? at / 2 : -(at + 1) / 2));
  return lines.flatMap((line) =>
    (['left', 'right'] as const).map((align) => {
      const start = align === 'left' ? x + beside : x - beside;
      const middle = y + line * (nameHeight / 2);
      const left = align === 'left' ? start : start - width;
      return {
        box: { left, right: left + width, top: middle - nameHeight / 2, bottom: middle + nameHeight / 2 },
        place: { x: start, y: middle, align, moved: line !== 0 },
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
