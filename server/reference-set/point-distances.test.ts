import { expect, test } from 'vitest';
import { pointDistances } from './point-distances';

test('tells how far points are apart, and the nearest other of each', () => {
  const { distances, nearest } = pointDistances([0, 0, 3, 4, 0, 1], 2);
  expect(distances).toEqual([
    [0, 5, 1],
    [5, 0, Math.sqrt(18)],
    [1, Math.sqrt(18), 0],
  ]);
  expect(nearest).toEqual([
    { label: 2, distance: 1 },
    { label: 2, distance: Math.sqrt(18) },
    { label: 0, distance: 1 },
  ]);
  expect(pointDistances([1, 2], 2).nearest).toEqual([null]);
});
