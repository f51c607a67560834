import { expect, test } from 'vitest';
import { positionAtFalsePositiveRate, positionAtThreshold, rocPoints } from './operating-point';

// Negative 0.1 0.2 0.3 0.4, positive 0.35 0.6 0.8 0.9, every threshold kept.
const curve = rocPoints({
  thresholds: [null, 0.9, 0.8, 0.6, 0.4, 0.35, 0.3, 0.2, 0.1],
  falsePositiveRate: [0, 0, 0, 0, 0.25, 0.25, 0.5, 0.75, 1],
  truePositiveRate: [0, 0.25, 0.5, 0.75, 0.75, 1, 1, 1, 1],
  nNegative: 4,
  nPositive: 4,
});
// The same without the points inside straight runs, as the server sends it.
const thinned = rocPoints({
  thresholds: [null, 0.6, 0.4, 0.35, 0.1],
  falsePositiveRate: [0, 0, 0.25, 0.25, 1],
  truePositiveRate: [0, 0.75, 0.75, 1, 1],
  nNegative: 4,
  nPositive: 4,
});

test('flags scores strictly above the threshold', () => {
  expect(positionAtThreshold(curve, 0.4)).toEqual({
    threshold: 0.4,
    falsePositiveRate: 0,
    truePositiveRate: 0.75,
  });
  expect(positionAtThreshold(curve, 0.39)).toMatchObject({ falsePositiveRate: 0.25, truePositiveRate: 0.75 });
});

test('the ends of the curve flag nothing and everything', () => {
  expect(positionAtThreshold(curve, 2)).toMatchObject({ falsePositiveRate: 0, truePositiveRate: 0 });
  expect(positionAtThreshold(curve, -1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
});

test('reads points left out of a straight run', () => {
  expect(positionAtThreshold(thinned, 0.22)).toMatchObject({ falsePositiveRate: 0.5, truePositiveRate: 1 });
});

test.each([
  [0, 0, 0.75, 0.4],
  [0.25, 0.25, 1, 0.3],
  [0.3, 0.25, 1, 0.3],
])('at a false positive rate of %f it takes the loosest point within it', (rate, fpr, tpr, threshold) => {
  expect(positionAtFalsePositiveRate(curve, rate)).toEqual({
    threshold,
    falsePositiveRate: fpr,
    truePositiveRate: tpr,
  });
});

test('its threshold leads back to the same point', () => {
  for (const rate of [0, 0.25, 0.5, 0.75]) {
    const { threshold, ...point } = positionAtFalsePositiveRate(curve, rate);
    expect(positionAtThreshold(curve, threshold)).toMatchObject(point);
  }
});

test('a tie of both groups is not split', () => {
  const tied = rocPoints({
    thresholds: [null, 1, 0],
    falsePositiveRate: [0, 0.5, 1],
    truePositiveRate: [0, 0.9, 1],
    nNegative: 10,
    nPositive: 10,
  });
  expect(positionAtFalsePositiveRate(tied, 0.2)).toEqual({
    threshold: 1,
    falsePositiveRate: 0,
    truePositiveRate: 0,
  });
});

test('reads a false positive rate within a straight run', () => {
  const { threshold, ...point } = positionAtFalsePositiveRate(thinned, 0.5);
  expect(point).toEqual({ falsePositiveRate: 0.5, truePositiveRate: 1 });
  expect(threshold).toBeGreaterThan(0.1);
  expect(threshold).toBeLessThan(0.3);
});
