import { expect, test } from 'vitest';
import { positionAtThreshold } from './operating-point';
import { packCurves, unpackCurves } from './packed-comparison';

// A score is a float: as a double it has digits that a float must not lose.
const score = Math.fround(0.8635696);
const curve = {
  thresholds: [null, score, 0.5, 0.25],
  falsePositives: [0, 0, 3, 9000],
  truePositives: [0, 1200, 9999, 10_000],
  nNegative: 9000,
  nPositive: 10_000,
};

test('curves come out as they went in, each in its place, and those that are missing stay missing', () => {
  const other = {
    ...curve,
    thresholds: [null, 0.75],
    falsePositives: [0, 7],
    truePositives: [0, 5],
    nNegative: 7,
    nPositive: 5,
  };
  const [first, missing, last] = unpackCurves(packCurves([curve, null, other]));
  expect(first).toEqual({
    thresholds: Float64Array.of(Number.POSITIVE_INFINITY, score, 0.5, 0.25),
    falsePositiveRate: Float64Array.of(0, 0, 3 / 9000, 1),
    truePositiveRate: Float64Array.of(0, 0.12, 0.9999, 1),
    nNegative: 9000,
    nPositive: 10_000,
  });
  expect(missing).toBeNull();
  expect(last).toMatchObject({
    thresholds: Float64Array.of(Number.POSITIVE_INFINITY, 0.75),
    falsePositiveRate: Float64Array.of(0, 1),
    truePositiveRate: Float64Array.of(0, 1),
  });
});

test('a score that stands exactly at the threshold is on the same side of it as on the server', () => {
  const [unpacked] = unpackCurves(packCurves([curve]));
  if (!unpacked) throw new Error('the curve is there');
  expect(positionAtThreshold(unpacked, score)).toMatchObject({ truePositiveRate: 0 });
  expect(positionAtThreshold(unpacked, score - 1e-9)).toMatchObject({ truePositiveRate: 0.12 });
});
