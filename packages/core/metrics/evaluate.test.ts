import { describe, expect, test } from 'vitest';
import { comparableScores, compareScores } from './compare-scores';
import { evaluationRows } from './evaluate';
import { falsePositiveRateAt, thresholdAtFalsePositiveRate, truePositiveRateAt } from './operating-points';
import { rocCurve, thinRocCurve } from './roc-curve';
import { scoreHistogram } from './score-histogram';
import { type EvaluatedSet, inputGroups, type ScoredInputs } from './scored-inputs';

type Row = [
  group: (typeof inputGroups)[number],
  score: number,
  set?: number,
  epsilon?: number,
  success?: number,
];

function inputsOf(rows: readonly Row[]): ScoredInputs {
  return {
    score: Float32Array.from(rows, ([, score]) => score),
    group: Uint8Array.from(rows, ([group]) => inputGroups.indexOf(group)),
    set: Uint8Array.from(rows, ([, , set = 255]) => set),
    epsilon: Uint8Array.from(rows, ([, , , epsilon = 255]) => epsilon),
    success: Uint8Array.from(rows, ([, , , , success = 0]) => success),
    original: Uint32Array.from(rows, (_, at) => at),
  };
}

const sets: EvaluatedSet[] = [
  { attack: 'fgsm', control: false, epsilons: [0.1, 0.2] },
  { attack: 'randomNoise', control: true, epsilons: [0.1] },
];
const inputs = inputsOf([
  ['authentic', 0.1],
  ['authentic', 0.4],
  ['error', 0.6],
  ['adversarial', 0.2, 0, 0, 0],
  ['adversarial', 0.5, 0, 0, 1],
  ['adversarial', 0.9, 0, 1, 1],
  ['control', 0.1, 1, 0],
  ['control', 0.4, 1, 0],
]);

describe('an evaluation', () => {
  const aucs = (denominator: 'successful' | 'allAttacked' | 'withErrors') =>
    Object.fromEntries(
      evaluationRows(inputs, sets, denominator).map(({ kind, epsilon, auc, nNegative, nPositive }) => [
        epsilon === null ? kind : `${kind} ${epsilon}`,
        [auc, nNegative, nPositive],
      ]),
    );

  test('counts successful adversarials against authentic inputs', () => {
    expect(aucs('successful')).toEqual({
      macro: [1, 2, 2],
      attack: [1, 2, 2],
      'attackEpsilon 0.1': [1, 2, 1],
      'attackEpsilon 0.2': [1, 2, 1],
      error: [1, 2, 1],
      control: [0.5, 2, 2],
    });
  });

  test('counts all attacked inputs, or errors among the negatives, where asked to', () => {
    expect(aucs('allAttacked').attack).toEqual([expect.closeTo(5 / 6, 12), 2, 3]);
    expect(aucs('withErrors').attack).toEqual([expect.closeTo(5 / 6, 12), 3, 2]);
  });

  test('leaves a metric empty where a group is', () => {
    const authentic = inputsOf([['authentic', 0.1]]);
    const [macro] = evaluationRows(authentic, sets, 'successful');
    expect(macro).toMatchObject({ kind: 'macro', auc: null, eer: null, nPositive: 0 });
  });

  test('takes only what a control leaves correctly classified for authentic', () => {
    const fooled = inputsOf([
      ['authentic', 0.1],
      ['authentic', 0.4],
      ['control', 0.1, 1, 0],
      ['control', 0.9, 1, 0, 1],
    ]);
    const rows = evaluationRows(fooled, sets, 'successful');
    expect(rows.find(({ kind }) => kind === 'control')).toMatchObject({ nPositive: 1, auc: 0.25 });
  });

  test('is compared over all attacks only where each has an AUC, as is its macro-AUC', () => {
    const two: EvaluatedSet[] = [
      { attack: 'fgsm', control: false, epsilons: [0.1] },
      { attack: 'bim', control: false, epsilons: [0.1] },
    ];
    const scored = (success: number) =>
      inputsOf([
        ['authentic', 0.1],
        ['authentic', 0.4],
        ['adversarial', 0.5, 0, 0, 1],
        ['adversarial', 0.3, 0, 0, 1],
        ['adversarial', 0.2, 1, 0, success],
        ['adversarial', 0.7, 1, 0, success],
      ]);
    const compared = (success: number) => {
      const of = comparableScores(scored(success), { sets: two, denominator: 'successful' });
      return compareScores(of, of).map(({ set }) => set);
    };
    expect(compared(1)).toEqual([null, 0, 1]);
    expect(compared(0)).toEqual([0]);
  });

  test('refuses to compare scores of other inputs', () => {
    const others = { ...inputs, original: inputs.original.map((item) => item + 1) };
    const over = { sets, denominator: 'successful' } as const;
    expect(() => compareScores(comparableScores(inputs, over), comparableScores(others, over))).toThrow(
      'comparison: expected two evaluations of the same inputs',
    );
  });
});

describe('a ROC curve', () => {
  const groups = { negative: [0, 0, 0.25, 0.5], positive: [0, 0.5, 0.75, 1] };

  test('has a point for each distinct score, from nothing flagged to all', () => {
    const { thresholds, falsePositiveRate, truePositiveRate } = rocCurve(groups);
    expect([...thresholds]).toEqual([Number.POSITIVE_INFINITY, 1, 0.75, 0.5, 0.25, 0]);
    expect([...falsePositiveRate]).toEqual([0, 0, 0, 0.25, 0.5, 1]);
    expect([...truePositiveRate]).toEqual([0, 0.25, 0.5, 0.75, 0.75, 1]);
  });

  test('has an area that equals the share of pairs in order', () => {
    const { falsePositiveRate, truePositiveRate } = rocCurve(groups);
    let area = 0;
    for (let at = 1; at < falsePositiveRate.length; at++)
      area +=
        (((falsePositiveRate[at] ?? 0) - (falsePositiveRate[at - 1] ?? 0)) *
          ((truePositiveRate[at] ?? 0) + (truePositiveRate[at - 1] ?? 0))) /
        2;
    const pairs = groups.positive.flatMap((p) => groups.negative.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
    expect(area).toBeCloseTo(pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length, 12);
  });

  test('has rates that are reached, never interpolated', () => {
    const curve = rocCurve(groups);
    expect(truePositiveRateAt(curve, 0.05)).toBe(0.5);
    expect(truePositiveRateAt(curve, 0.25)).toBe(0.75);
    expect(falsePositiveRateAt(curve, 0.95)).toBe(1);
    expect(falsePositiveRateAt(curve, 0.75)).toBe(0.25);
  });

  test('is refused for an empty group and for scores that are not numbers', () => {
    expect(() => rocCurve({ negative: [], positive: [1] })).toThrow('got 0 negative and 1 positive inputs');
    expect(() => rocCurve({ negative: [Number.NaN, 0], positive: [1] })).toThrow(
      'ROC: expected finite scores',
    );
    expect(() => rocCurve({ negative: [0], positive: [1, Number.NaN, 0.5] })).toThrow(
      'ROC: expected finite scores',
    );
    expect(() => rocCurve({ negative: [0, -Infinity], positive: [1] })).toThrow(
      'ROC: expected finite scores',
    );
  });

  test('keeps its ends and its corners when it is thinned for drawing', () => {
    const many = {
      negative: Array.from({ length: 5000 }, (_, at) => at / 5000),
      positive: Array.from({ length: 5000 }, (_, at) => (at / 5000) ** 0.5),
    };
    const thin = thinRocCurve(rocCurve(many), 200);
    expect(thin.thresholds.length).toBeLessThanOrEqual(202);
    expect([thin.falsePositiveRate[0], thin.truePositiveRate[0]]).toEqual([0, 0]);
    expect([thin.falsePositiveRate.at(-1), thin.truePositiveRate.at(-1)]).toEqual([1, 1]);
    expect(thin.thinned).toBe(true);
  });
});

test('a threshold lets at most the asked share of authentic inputs through, and no lower one does', () => {
  const authentic = Array.from({ length: 40 }, (_, at) => at / 40);
  const threshold = thresholdAtFalsePositiveRate(authentic, 0.05);
  const above = (limit: number) => authentic.filter((score) => score > limit).length / authentic.length;
  expect(above(threshold)).toBe(0.05);
  expect(above(threshold - 1 / 40)).toBeGreaterThan(0.05);
  expect(thresholdAtFalsePositiveRate([0, 0, 0, 0], 0.05)).toBe(0);
});

test('a histogram counts each score once, and those at 0 and 1 apart', () => {
  const { edges, counts, atZero, atOne, n } = scoreHistogram([0, 0, 0.1, 0.5, 0.99, 1], {
    bins: 4,
    low: 0,
    high: 1,
  });
  expect(edges).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(counts).toEqual([3, 0, 1, 2]);
  expect([atZero, atOne, n]).toEqual([2, 1, 6]);
});
