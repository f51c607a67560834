import { describe, expect, test } from 'vitest';
import { describePlace } from './describe-place';
import { reachOf, stackReach, standing, type TrajectoryDrawing } from './trajectory-drawing';

const color = { light: '#000000', dark: '#ffffff' };
const drawing: TrajectoryDrawing = {
  distanceTitle: 'Euclidean distance',
  planes: [
    {
      layer: 'conv<1>',
      points: [
        [-1, 0],
        [1, 0],
      ],
    },
    {
      layer: 'fc',
      points: [
        [-10, 0],
        [10, 5],
      ],
    },
    {
      layer: 'dead',
      points: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
  classes: [
    {
      name: 'cat',
      role: '',
      members: [
        [
          [0, -3],
          [0, 0],
          [0, 0],
        ],
      ],
    },
    { name: 'dog', role: 'predicted', members: [] },
  ],
  paths: [
    {
      label: 'This input',
      kind: 'input',
      color,
      symbol: 'triangle',
      places: [
        [0, 2],
        [25, 0],
        [0, 0],
      ],
      distances: [
        [3, 2],
        [1, 4],
        [0, 0],
      ],
    },
  ],
};

describe('planes in a row', () => {
  test('reach as far as what is drawn in them, and alone as far as the members of classes too', () => {
    expect([stackReach(drawing, 0), stackReach(drawing, 1)]).toEqual([2, 25]);
    expect([reachOf(drawing, 0), reachOf(drawing, 1)]).toEqual([3, 25]);
  });

  test.each([
    [1000, 300, 5],
    [340, 300, 17],
  ])('stand within %d x %d, %d of them without covering each other', (width, height, planes) => {
    const { corners, foot } = standing({ width, height, reaches: Array(planes).fill(2) });
    const all = Array.from({ length: planes }, (_, plane) => corners(plane));
    for (const [x, y] of all.flat()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThan(foot);
    }
    const xs = (plane: number) => (all[plane] ?? []).map(([x]) => x);
    for (let plane = 1; plane < planes; plane++)
      expect(Math.min(...xs(plane))).toBeGreaterThan(Math.max(...xs(plane - 1)));
  });

  test('are drawn each to its own scale, what reaches farthest near the edge', () => {
    const { at, corners } = standing({ width: 900, height: 300, reaches: [1, 50] });
    const step = (plane: number, reach: number) => at(plane, [reach, 0])[0] - at(plane, [0, 0])[0];
    expect(step(0, 1)).toBeCloseTo(step(1, 50), 10);
    expect(step(1, 25)).toBeCloseTo(step(1, 50) / 2, 10);
    expect(at(1, [50, 0])[0]).toBeLessThan(Math.max(...corners(1).map(([x]) => x)));
  });
});

describe('the words at a place', () => {
  test('are its true distances, nearest first, with no markup of names', () => {
    expect(describePlace(drawing, { plane: 0, path: 0 })).toBe(
      'This input in conv&lt;1&gt;<br>Euclidean distance to class<br><b>2.00</b> dog, predicted<br><b>3.00</b> cat',
    );
  });
});
