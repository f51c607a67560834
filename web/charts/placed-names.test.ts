import { expect, test } from 'vitest';
import { placeNames } from './placed-names';

const within = { left: 0, right: 400, top: 0, bottom: 300 };

test('a name stands right of its point where there is room, and left of it otherwise', () => {
  const [first, second] = placeNames(
    [
      { x: 50, y: 100, width: 100 },
      { x: 380, y: 200, width: 100 },
    ],
    within,
  );
  expect(first).toEqual({ x: 60, y: 100, align: 'left', moved: false });
  expect(second).toEqual({ x: 370, y: 200, align: 'right', moved: false });
});

test('names of points close to one another do not lie over one another', () => {
  const points = Array.from({ length: 6 }, (_, at) => ({ x: 200 + 3 * at, y: 150 + 2 * at, width: 150 }));
  const boxes = placeNames(points, within).map((place, at) => {
    const width = points[at]?.width ?? 0;
    const left = (place?.x ?? 0) - (place?.align === 'right' ? width : 0);
    return { left, right: left + width, top: (place?.y ?? 0) - 7, bottom: (place?.y ?? 0) + 7 };
  });
  for (const [at, a] of boxes.entries())
    for (const b of boxes.slice(at + 1))
      expect(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom).toBe(true);
});

test('a name without room is left out', () => {
  expect(placeNames([{ x: 200, y: 150, width: 900 }], within)).toEqual([null]);
});
