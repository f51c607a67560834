import { describe, expect, test } from 'vitest';
import { CoreError } from '../errors';
import { seededRandom } from '../tensors/random';
import { calibrate, calibrationMethods, fitCalibration } from './calibration';
import { brierScore, expectedCalibrationError, reliability, riskCoverage } from './confidence';
import { crossCalibrate } from './cross-calibrate';

const data = {
  scores: [0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  right: [1, 1, 0, 1, 1, 0, 1, 0, 0, 0],
  weights: [1, 2, 1, 1, 1, 3, 1, 1, 1, 1],
};

function expectClose(values: ArrayLike<number>, expected: readonly number[], decimals = 9) {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, at) => {
    expect(values[at]).toBeCloseTo(value, decimals);
  });
}

describe('calibrating', () => {
  test('by steps gives what scikit-learn 1.9.1 gives (IsotonicRegression, not increasing, weighted)', () => {
    const steps = fitCalibration('isotonic', data);
    expectClose(calibrate(steps, data.scores), [1, 0.8, 0.8, 0.8, 0.8, 0.25, 0.25, 0, 0, 0]);
    expectClose(calibrate(steps, [-5, 5]), [1, 0]);
  });

  test('by a logistic curve gives what SciPy 1.17.1 finds (minimize, the same ridge)', () => {
    const expected = [
      0.8955859374790792, 0.8109276616617308, 0.8109276616617308, 0.6820013545154037, 0.5174728501546884,
      0.34906655937710673, 0.21144963762481742, 0.11823263729733072, 0.06283549435297492, 0.03243942994054471,
    ];
    expectClose(calibrate(fitCalibration('logistic', data), data.scores), expected, 6);
  });

  test.each(calibrationMethods)('never rises with the score (%s), even where the data do', (method) => {
    const upside = { scores: [1, 2, 3, 4, 5, 6], right: [0, 0, 1, 0, 1, 1] };
    const values = calibrate(fitCalibration(method, upside), [0, 1, 2, 3, 4, 5, 6, 7]);
    for (let at = 1; at < values.length; at++)
      expect(values[at]).toBeLessThanOrEqual((values[at - 1] ?? 0) + 1e-12);
    expect(values[0]).toBeCloseTo(0.5, 9);
  });

  test.each(calibrationMethods)('stays finite where a score parts right from wrong (%s)', (method) => {
    const parted = { scores: [0, 0, 0, 1, 1, 1], right: [1, 1, 1, 0, 0, 0] };
    const [sure = 0, unsure = 1] = calibrate(fitCalibration(method, parted), [0, 1]);
    expect(sure).toBeGreaterThan(0.9);
    expect(unsure).toBeLessThan(0.1);
  });

  test.each(calibrationMethods)('refuses predictions that are all right (%s)', (method) => {
    expect(() => fitCalibration(method, { scores: [1, 2], right: [1, 1] })).toThrow(
      new CoreError('DEGENERATE_DATA', 'calibration: expected right and wrong predictions, got 2 right of 2'),
    );
  });
});

describe('confidence', () => {
  const judged = { confidence: [0.95, 0.9, 0.55, 0.55, 0.1], right: [1, 1, 0, 1, 0] };

  test('has its Brier score and calibration error', () => {
    expect(brierScore(judged)).toBeCloseTo((0.0025 + 0.01 + 0.3025 + 0.2025 + 0.01) / 5, 12);
    // Bins [0.1, 0.2), [0.5, 0.6), [0.9, 1]: gaps 0.1, 0.05 and 0.075.
    expect(expectedCalibrationError(judged)).toBeCloseTo((0.1 + 2 * 0.05 + 2 * 0.075) / 5, 12);
  });

  test('has a reliability diagram, the surest inputs in the last bin', () => {
    const bins = reliability({ confidence: [1, 0.95, 0.2], right: [1, 0, 0] });
    expect(bins.map(({ low, count, shareRight }) => [low, count, shareRight])).toEqual([
      [0.2, 1, 0],
      [0.9, 2, 0.5],
    ]);
  });

  test('has a risk-coverage curve in which equal inputs are answered together', () => {
    const { coverage, risk, area } = riskCoverage(judged);
    expectClose(coverage, [0.2, 0.4, 0.8, 1]);
    expectClose(risk, [0, 0, 0.25, 0.4]);
    expect(area).toBeCloseTo(0.4 * 0.25 + 0.2 * 0.4, 12);
  });

  test('counts weights as so many inputs', () => {
    const twice = { confidence: [0.9, 0.9, 0.4], right: [1, 1, 0] };
    const weighted = { confidence: [0.9, 0.4], right: [1, 0], weights: [2, 1] };
    expect(brierScore(weighted)).toBeCloseTo(brierScore(twice), 12);
    expect(riskCoverage(weighted).area).toBeCloseTo(riskCoverage(twice).area, 12);
    expect(expectedCalibrationError(weighted)).toBeCloseTo(expectedCalibrationError(twice), 12);
  });
});

describe('calibrating across folds', () => {
  const random = seededRandom(9);
  const rows = Array.from({ length: 200 }, (_, at) => {
    const right = random.uniform() < 0.7 ? 1 : 0;
    return { score: random.normal() - 2 * right, right, original: at >> 1 };
  });
  const all = {
    scores: rows.map(({ score }) => score),
    right: rows.map(({ right }) => right),
    originals: rows.map(({ original }) => original),
  };

  test.each(calibrationMethods)('is close to how often predictions are right (%s)', (method) => {
    const confidence = crossCalibrate(method, all, { seed: 0 });
    expect(expectedCalibrationError({ confidence, right: all.right }, 5)).toBeLessThan(0.08);
    const constant = all.right.map(() => 0.7);
    const brier = brierScore({ confidence, right: all.right });
    expect(brier).toBeLessThan(0.7 * brierScore({ confidence: constant, right: all.right }));
  });

  test('never puts all wrong predictions into one fold', () => {
    for (let seed = 0; seed < 20; seed++) {
      const few = { scores: [9, 8, 1, 2, 3, 4], right: [0, 0, 1, 1, 1, 1], originals: [0, 1, 2, 3, 4, 5] };
      expect(crossCalibrate('isotonic', few, { seed })).toHaveLength(6);
    }
  });

  test('tells an input nothing of its own outcome, nor of its copies’', () => {
    const turned = { ...all, right: all.right.map((right, at) => (at < 2 ? 1 - right : right)) };
    const [before, after] = [all, turned].map((data) => crossCalibrate('isotonic', data, { seed: 0 }));
    expect([...(after ?? [])].slice(0, 2)).toEqual([...(before ?? [])].slice(0, 2));
    expect(after).not.toEqual(before);
  });
});
