import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { alignPlane } from './align-plane';
import { chooseClasses } from './choose-classes';
import { placeInPlane, planeOf } from './plane';
import { asDistance, squaredPointDistances } from './point-distances';
import { distancesTo, stress } from './stress';

type Point = readonly number[];

const squaredBetween = (a: Point, b: Point) =>
  a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);
const allSquared = (points: readonly Point[]) =>
  Float64Array.from(points.flatMap((a) => points.map((b) => squaredBetween(a, b))));
const planeThrough = (points: readonly Point[]) => planeOf(allSquared(points), points.length);
const randomPoints = (count: number, dimensions: number, seed: number): Point[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Array.from({ length: dimensions }, () => random.normal()));
};

describe('the plane through points known by their distances', () => {
  // A rectangle 4 wide and 2 high: eigenvalues 4 * 2² = 16 and 4 * 1² = 4.
  const rectangle = [
    [0, 0],
    [4, 0],
    [4, 2],
    [0, 2],
  ];

  test('gives back a flat figure, its longer side first', () => {
    const { points, kept } = planeThrough(rectangle);
    for (const [a, b, distance] of [
      [0, 1, 4],
      [1, 2, 2],
      [0, 2, Math.sqrt(20)],
    ] as const)
      expect(distancesTo(points, [points[2 * a] ?? 0, points[2 * a + 1] ?? 0])[b]).toBeCloseTo(distance, 10);
    expect([...points.map(Math.abs)]).toEqual(
      [2, 1, 2, 1, 2, 1, 2, 1].map((value) => expect.closeTo(value, 10)),
    );
    expect(kept).toBeCloseTo(1, 12);
  });

  test('keeps two thirds of the squared distances of a regular tetrahedron', () => {
    // All six edges are alike, so that all three axes are: two of three remain.
    const { kept } = planeThrough([
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ]);
    expect(kept).toBeCloseTo(2 / 3, 10);
  });

  test('keeps as many squared distances as it says, and draws none longer than it is', () => {
    const points = randomPoints(9, 20, 3);
    const { points: drawn, kept } = planeThrough(points);
    let [inPlane, all] = [0, 0];
    points.forEach((a, i) => {
      const near = distancesTo(drawn, [drawn[2 * i] ?? 0, drawn[2 * i + 1] ?? 0]);
      points.forEach((b, j) => {
        inPlane += (near[j] ?? 0) ** 2;
        all += squaredBetween(a, b);
        expect(near[j]).toBeLessThanOrEqual(Math.sqrt(squaredBetween(a, b)) + 1e-9);
      });
    });
    expect(kept).toBeCloseTo(inPlane / all, 10);
  });

  test('is a line for two points, and one place for points that are all alike', () => {
    const two = planeThrough([
      [0, 0, 0],
      [0, 3, 4],
    ]);
    expect([...two.points].map(Math.abs)).toEqual([2.5, 0, 2.5, 0].map((value) => expect.closeTo(value, 10)));
    const alike = planeThrough([[1], [1], [1]]);
    expect([...alike.points]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(alike.kept).toBe(1);
    expect(placeInPlane(alike, [4, 4, 4])).toEqual([0, 0]);
  });
});

describe('a further point', () => {
  test('falls where it is seen from straight above the plane', () => {
    const square = [
      [0, 0, 0],
      [4, 0, 0],
      [4, 2, 0],
      [0, 2, 0],
    ];
    const plane = planeThrough(square);
    // Right above a corner, 5 high: drawn on the corner.
    const squared = square.map((point) => squaredBetween(point, [4, 2, 5]));
    const [x, y] = placeInPlane(plane, squared);
    expect(x).toBeCloseTo(plane.points[4] ?? 0, 10);
    expect(y).toBeCloseTo(plane.points[5] ?? 0, 10);
  });

  test('that is one of the points falls on it', () => {
    const points = randomPoints(7, 12, 5);
    const plane = planeThrough(points);
    const [x, y] = placeInPlane(
      plane,
      points.map((point) => squaredBetween(point, points[3] ?? [])),
    );
    expect(x).toBeCloseTo(plane.points[6] ?? 0, 8);
    expect(y).toBeCloseTo(plane.points[7] ?? 0, 8);
  });
});

describe('planes of two layers', () => {
  const figure = [
    [0, 0],
    [5, 0],
    [5, 1],
    [0, 3],
  ];
  const turned = (mirror: number) =>
    figure.map(([x = 0, y = 0]) => [0.6 * x - 0.8 * mirror * y + 7, 0.8 * x + 0.6 * mirror * y - 2]);

  test.each([
    ['turned', 1],
    ['mirrored', -1],
  ])('lie on one another when one is the other %s', (_, mirror) => {
    const onto = planeThrough(figure);
    const flipped = { points: onto.points.map((value, at) => (at % 2 === 1 ? -value : value)) };
    const aligned = alignPlane(planeThrough(turned(mirror)), flipped);
    aligned.points.forEach((value, at) => {
      expect(value).toBeCloseTo(flipped.points[at] ?? 0, 10);
    });
  });

  test('place a further point with the turned axes', () => {
    const plane = planeThrough(figure);
    const quarter = {
      points: plane.points.map((_, at, all) => (at % 2 === 0 ? -(all[at + 1] ?? 0) : (all[at - 1] ?? 0))),
    };
    const aligned = alignPlane(plane, quarter);
    const squared = figure.map((point) => squaredBetween(point, figure[2] ?? []));
    const [x, y] = placeInPlane(aligned, squared);
    expect(x).toBeCloseTo(quarter.points[4] ?? 0, 10);
    expect(y).toBeCloseTo(quarter.points[5] ?? 0, 10);
  });
});

describe('stress', () => {
  test('is the worked one of three distances', () => {
    expect(stress([3, 4, 12], [3, 4, 12])).toBe(0);
    // (1² + 2² + 2²) / (3² + 4² + 12²) = 9 / 169
    expect(stress([3, 4, 12], [2, 2, 10])).toBeCloseTo(3 / 13, 12);
    expect(stress([0, 0], [0, 0])).toBe(0);
  });
});

describe('classes that are shown', () => {
  const distances = [
    [9, 8, 7, 6, 5, 4],
    [1, 2, 3, 4, 5, 6],
  ];

  test('are all where there are few', () => {
    expect(chooseClasses({ distances, always: [5], most: 6 })).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('are those given and the nearest of each layer, the deepest first', () => {
    // Deep: 0 is nearest; shallow: 5; then deep: 1.
    expect(chooseClasses({ distances, always: [3], most: 2 })).toEqual([0, 3]);
    expect(chooseClasses({ distances, always: [3], most: 3 })).toEqual([0, 3, 5]);
    expect(chooseClasses({ distances, always: [3, 3], most: 4 })).toEqual([0, 1, 3, 5]);
  });
});

describe('distances of reference points', () => {
  const points = { data: Float32Array.of(3, 4, 6, 8, 0, 0, -4, 3), dimensions: 2 };

  test('are Euclidean, of the rows asked for in their order', () => {
    expect([...squaredPointDistances(points, [0, 1], 'euclidean')]).toEqual([0, 25, 25, 0]);
    expect([...squaredPointDistances(points, [3, 0], 'euclidean')]).toEqual([0, 50, 50, 0]);
  });

  test('are chords for a cosine map, as its entries become', () => {
    // Of one direction: 0. At right angles: √2. A point without length is 1 from all directions.
    const squared = squaredPointDistances(points, [0, 1, 3, 2], 'cosine');
    expect([...squared.subarray(0, 4)]).toEqual([0, 0, 2, 1].map((value) => expect.closeTo(value, 12)));
    expect(asDistance(0, 'cosine')).toBeCloseTo(Math.SQRT2, 12);
    expect(asDistance(1, 'cosine')).toBe(0);
    expect(asDistance(1.0000001, 'cosine')).toBe(0);
    expect(asDistance(3.5, 'euclidean')).toBe(3.5);
  });
});
