import { expect, test } from 'vitest';
import type { ComparedDetector } from './compared-detector';
import { rocPoints } from './operating-point';
import { workingPoint } from './use-threshold';

// One perfect detector whose scores crowd near 0: of the run from 0.9 down to 0 no point between was sent.
const detector = {
  curve: rocPoints({
    thresholds: [null, 0.9, 0],
    falsePositiveRate: [0, 0, 1],
    truePositiveRate: [0, 1, 1],
    nNegative: 100,
    nPositive: 10,
  }),
  evaluated: { detector: { threshold: 0.001 } } as ComparedDetector['evaluated'],
};
const counted = {
  threshold: 0.001,
  falsePositiveRate: 0.05,
  position: { falsePositiveRate: 0.05, truePositiveRate: 1 },
  groups: [],
};

test.each([
  { by: 'falsePositiveRate', value: 0.05 },
  { by: 'hand', value: 0.001 },
  { by: 'own', value: null },
] as const)('a control that rests ($by) shows where the server counted it to be', (setting) => {
  expect(workingPoint({ setting, settled: true, exact: true }, detector, counted).position).toEqual({
    threshold: 0.001,
    falsePositiveRate: 0.05,
    truePositiveRate: 1,
  });
});

test('a control that moves, or counts of another curve, are read from the curve', () => {
  const setting = { by: 'falsePositiveRate', value: 0.2 } as const;
  const moving = workingPoint({ setting, settled: false, exact: false }, detector, counted);
  expect(moving.position?.falsePositiveRate).toBe(0.2);
  const other = { setting: { by: 'hand', value: 0.45 }, settled: true, exact: false } as const;
  expect(workingPoint(other, detector, counted).position?.falsePositiveRate).toBe(0.49);
});

test('a detector without a curve has no place on it', () => {
  const setting = { by: 'own', value: null } as const;
  const bare = { ...detector, curve: null };
  expect(workingPoint({ setting, settled: true, exact: true }, bare, { ...counted, position: null })).toEqual(
    {
      threshold: 0.001,
      position: null,
      counted: { ...counted, position: null },
    },
  );
});
