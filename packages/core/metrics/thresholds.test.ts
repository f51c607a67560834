import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { rateAbove } from './operating-points';
import { partialAuc } from './partial-auc';
import { precisionAtPrevalence } from './prevalence';
import { rocCurve } from './roc-curve';
import { chooseThresholds, conformalThreshold, youdenThreshold } from './thresholds';

const groups = { negative: [0.1, 0.2, 0.3, 0.4, 0.7, 0.35], positive: [0.35, 0.6, 0.8, 0.9, 0.95, 0.2] };

test('the partial AUC has the values of scikit-learn 1.9.1 (roc_auc_score, max_fpr)', () => {
  const curve = rocCurve(groups);
  expect(partialAuc(curve, 0.05)).toBeCloseTo(0.7435897435897436, 12);
  expect(partialAuc(curve, 0.2)).toBeCloseTo(0.7376543209876544, 12);
  expect(partialAuc(curve, 0.5)).toBeCloseTo(0.7592592592592593, 12);
  expect(partialAuc(curve, 1)).toBeCloseTo(0.7777777777777779, 12);
  expect(() => partialAuc(curve, 0)).toThrow('most: expected a rate above 0 and at most 1, got 0');
});

test('precision falls with the prevalence', () => {
  const rates = { truePositiveRate: 0.9, falsePositiveRate: 0.05 };
  expect(precisionAtPrevalence(rates, 0.5)).toBeCloseTo(0.9 / 0.95, 12);
  expect(precisionAtPrevalence(rates, 1e-3)).toBeCloseTo(0.0009 / (0.0009 + 0.05 * 0.999), 12);
  expect(precisionAtPrevalence({ truePositiveRate: 0, falsePositiveRate: 0 }, 0.1)).toBeNull();
});

describe('the conformal threshold', () => {
  test('is the score of the rank that its guarantee asks for, and none where inputs are too few', () => {
    const nineteen = Array.from({ length: 19 }, (_, at) => at);
    expect(conformalThreshold(nineteen, 0.05)).toBe(18);
    expect(conformalThreshold(nineteen, 0.1)).toBe(17);
    expect(conformalThreshold(nineteen.slice(1), 0.05)).toBeNull();
  });

  test('is passed by new authentic inputs no more often than promised', () => {
    const random = seededRandom(3);
    const draw = (n: number) => Array.from({ length: n }, () => random.normal());
    let flagged = 0;
    for (let round = 0; round < 400; round++)
      flagged += rateAbove(draw(50), conformalThreshold(draw(39), 0.1) ?? Number.NaN);
    // Exactly 0.1 for continuous scores; the mean of 400 rounds has a standard error of about 0.003.
    expect(flagged / 400).toBeGreaterThan(0.085);
    expect(flagged / 400).toBeLessThan(0.115);
  });
});

test("Youden's threshold gains most, with scores strictly above it flagged", () => {
  const threshold = youdenThreshold(groups);
  // 3 of 6 and none gains as much as 4 of 6 and 1 of 6: the stricter one is taken.
  expect(rateAbove(groups.positive, threshold)).toBe(0.5);
  expect(rateAbove(groups.negative, threshold)).toBe(0);
  // Nothing is gained anywhere: nothing is flagged.
  expect(youdenThreshold({ negative: [1, 2], positive: [1, 2] })).toBe(2);
});

test('thresholds are chosen by every rule that the data allow', () => {
  const alone = chooseThresholds({ authentic: groups.negative, attacked: [] }, [0.05]);
  expect(alone.map(({ rule, threshold }) => [rule, threshold])).toEqual([
    ['falsePositiveRate', 0.7],
    ['conformal', null],
  ]);
  const all = chooseThresholds({ authentic: groups.negative, attacked: groups.positive }, [0.05, 0.2]);
  expect(all.map(({ rule, rate, attacked }) => [rule, rate, attacked])).toEqual([
    ['falsePositiveRate', 0.05, 0],
    ['conformal', 0.05, 0],
    ['falsePositiveRate', 0.2, 0],
    ['conformal', 0.2, 0],
    ['equalError', null, 6],
    ['youden', null, 6],
  ]);
  expect(() => chooseThresholds({ authentic: [], attacked: [] }, [0.05])).toThrow(
    'expected authentic inputs',
  );
});
