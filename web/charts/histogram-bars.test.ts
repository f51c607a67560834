import { expect, test } from 'vitest';
import { histogramBars } from './histogram-bars';

const edges = [0, 0.25, 0.5, 0.75, 1];

test('takes the mass at exactly 0 and 1 out of the first and last bin', () => {
  const bars = histogramBars({ edges, counts: [60, 10, 0, 30], atZero: 50, atOne: 30, n: 100 });
  expect(bars).toEqual([
    { from: 0, to: 0, count: 50, share: 0.5, exactly: 0 },
    { from: 0, to: 0.25, count: 10, share: 0.1, exactly: null },
    { from: 0.25, to: 0.5, count: 10, share: 0.1, exactly: null },
    { from: 1, to: 1, count: 30, share: 0.3, exactly: 1 },
  ]);
});

test('counts every input once', () => {
  const counts = [7, 5, 3, 9];
  const bars = histogramBars({ edges, counts, atZero: 2, atOne: 4, n: 24 });
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(24);
  expect(bars.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('finds 0 and 1 inside the range when scores reach beyond it', () => {
  const wide = [-1, -0.5, 0, 0.5, 1, 1.5];
  const bars = histogramBars({ edges: wide, counts: [1, 1, 6, 1, 3], atZero: 5, atOne: 2, n: 12 });
  expect(bars.filter(({ exactly }) => exactly === null).map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
});

test('an empty group has no bars', () => {
  expect(histogramBars({ edges, counts: [0, 0, 0, 0], atZero: 0, atOne: 0, n: 0 })).toEqual([]);
});
