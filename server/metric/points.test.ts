import { describe, expect, test } from 'vitest';
import { extremesOf, fromBytes, inOrder, overwrite, type Points, toBytes } from './points';

const points = (...list: [step: number, value: number, time?: number][]): Points => ({
  steps: Float64Array.from(list, ([step]) => step),
  times: Float64Array.from(list, ([, , time]) => time ?? 0),
  values: Float64Array.from(list, ([, value]) => value),
});
const pairs = ({ steps, values }: Points) => Array.from(steps, (step, at) => [step, values[at]]);

describe('points', () => {
  test('come into order, the last of a step staying', () => {
    expect(pairs(inOrder(points([5, 1], [-2, 2], [5, 3], [0, 4], [5, 5])))).toEqual([
      [-2, 2],
      [0, 4],
      [5, 5],
    ]);
  });

  test('of a newer batch replace those at the same step', () => {
    const merged = overwrite(points([1, 1], [2, 2], [3, 3]), points([0, 9], [2, Number.NaN], [7, 8]));
    expect(pairs(merged)).toEqual([
      [0, 9],
      [1, 1],
      [2, Number.NaN],
      [3, 3],
      [7, 8],
    ]);
  });

  test('have extremes that leave out what is no number, and know where that is', () => {
    const list = points([1, Number.NaN], [2, 4], [3, Number.NEGATIVE_INFINITY], [4, 4]);
    expect(extremesOf(list)).toEqual({
      min: Number.NEGATIVE_INFINITY,
      minStep: 3,
      max: 4,
      maxStep: 2,
      nanStep: 1,
    });
    expect(extremesOf(points([6, Number.NaN]))).toMatchObject({ min: undefined, max: undefined, nanStep: 6 });
  });

  test('survive the way to bytes and back, bit by bit', () => {
    const column = Float64Array.of(0, -0, 1 / 3, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, 2 ** 53 - 1);
    const bytes = toBytes(column);
    // 1/3 as float8send writes it.
    expect(bytes.subarray(16, 24).toString('hex')).toBe('3fd5555555555555');
    expect(fromBytes(bytes)).toEqual(column);
    expect(Object.is(fromBytes(bytes)[1], -0)).toBe(true);
  });
});
