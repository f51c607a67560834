import { expect, test } from 'vitest';
import { placeNames } from './placed-names';

const within = { left: 0, right: 400, top: 0, bottom: 300 };

test('a name stands right of its point where there is room, and left of it otherwise', () => {
  const [first, second] = placeNames(
    [
      { x: 50, y: 100, width: 100, markWidth: 7 },
      { x: 380, y: 200, width: 100, markWidth: 7 },
    ],
    within,
  );
  expect(first).toEqual({ x: 60, y: 100, align: 'left', moved: false, whole: true });
  expect(second).toEqual({ x: 370, y: 200, align: 'right', moved: false, whole: true });
});

interface Named {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly markWidth: number;
}

/** What names take up as they were placed. */
function boxesOf(points: readonly Named[], crossed: Parameters<typeof placeNames>[2] = []) {
  return placeNames(points, within, crossed).map((place, at) => {
    const width = (place?.whole ? points[at]?.width : points[at]?.markWidth) ?? 0;
    const left = (place?.x ?? 0) - (place?.align === 'right' ? width : 0);
    return { left, right: left + width, top: (place?.y ?? 0) - 7, bottom: (place?.y ?? 0) + 7, place };
  });
}

type Edges = Omit<ReturnType<typeof boxesOf>[number], 'place'>;
const apart = (a: Edges, b: Edges) =>
  a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;

test('names of points close to one another do not lie over one another, and no point goes without its mark', () => {
  const points = Array.from({ length: 6 }, (_, at) => ({
    x: 200 + 3 * at,
    y: 150 + 2 * at,
    width: 150,
    markWidth: 7,
  }));
  const boxes = boxesOf(points);
  for (const [at, a] of boxes.entries()) {
    expect(a.place).not.toBeNull();
    for (const b of boxes.slice(at + 1)) expect(apart(a, b)).toBe(true);
  }
});

test('fifty points in a crowd have marks that do not lie over one another', () => {
  const points = Array.from({ length: 50 }, (_, at) => ({
    x: 40 + 7 * (at % 10) * 5,
    y: 40 + 22 * Math.floor(at / 10),
    width: 180,
    markWidth: 13,
  }));
  const boxes = boxesOf(points).filter(({ place }) => place !== null);
  expect(boxes).toHaveLength(50);
  for (const [at, a] of boxes.entries()) for (const b of boxes.slice(at + 1)) expect(apart(a, b)).toBe(true);
});

test('a name that would lie over an interval is told by its mark', () => {
  const interval = { left: 260, right: 262, top: 0, bottom: 300 };
  const wall = { left: 120, right: 122, top: 0, bottom: 300 };
  const [place] = boxesOf([{ x: 200, y: 150, width: 100, markWidth: 7 }], [interval, wall]);
  expect(place?.place).toMatchObject({ x: 210, whole: false, moved: false });
});

test('a name without room is told by its mark, and a mark without room is left out', () => {
  const [marked, nothing] = [7, 900].map((markWidth) =>
    placeNames([{ x: 200, y: 150, width: 900, markWidth }], within),
  );
  expect(marked).toEqual([{ x: 210, y: 150, align: 'left', moved: false, whole: false }]);
  expect(nothing).toEqual([null]);
});
