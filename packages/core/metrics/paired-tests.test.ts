import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { compareEstimates, estimateAuc } from './auc';
import { holm, mcNemar, pairedBootstrap } from './paired-tests';

const flags = (right: number, wrong: number) => [
  ...Array<boolean>(right).fill(true),
  ...Array<boolean>(wrong).fill(false),
];

test("McNemar's test has the p-values of SciPy 1.17.1 (binomtest)", () => {
  const disagreeing = (first: number, second: number) =>
    mcNemar(
      flags(first, second),
      flags(first, second).map((right) => !right),
    );
  expect(disagreeing(3, 9)).toEqual({
    onlyFirst: 3,
    onlySecond: 9,
    pValue: expect.closeTo(0.14599609375, 12),
  });
  expect(disagreeing(40, 60).pValue).toBeCloseTo(0.05688793364098089, 12);
  expect(mcNemar([true, false], [true, false]).pValue).toBe(1);
  // Halves below 2^-1074 would vanish one by one: summed from logarithms they do not.
  expect(disagreeing(600, 600).pValue).toBe(1);
});

test("Holm's correction has the values of statsmodels, in the order that came", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

describe('the paired bootstrap', () => {
  /** Each original once authentic and three times attacked; two detectors that see the same copy alike. */
  function paired(advantage: number, seed: number) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 50 }, (_, original) => {
      const own = random.normal();
      return [0, 1, 1, 1].map((positive) => {
        const seen = own + positive + 0.5 * random.normal();
        return {
          first: seen + advantage * positive + 0.5 * random.normal(),
          second: seen + 0.5 * random.normal(),
          positive,
          original,
        };
      });
    }).flat();
    return {
      first: rows.map(({ first }) => first),
      second: rows.map(({ second }) => second),
      positive: rows.map(({ positive }) => positive),
      originals: rows.map(({ original }) => original),
    };
  }

  test('agrees with the clustered closed form', () => {
    const scores = paired(0.3, 1);
    const drawn = pairedBootstrap(scores, { seed: 0 });
    const split = (of: readonly number[], wanted: number) =>
      of.filter((_, at) => scores.positive[at] === wanted);
    const estimate = (of: readonly number[]) =>
      estimateAuc({
        negative: split(of, 0),
        positive: split(of, 1),
        negativeClusters: split(scores.originals, 0),
        positiveClusters: split(scores.originals, 1),
      });
    const closed = compareEstimates(estimate(scores.first), estimate(scores.second));
    if (!closed) throw new Error('there are originals enough');
    expect(drawn.delta).toBeCloseTo(closed.delta, 6);
    const width = closed.high - closed.low;
    // Percentiles of 1,000 resamples of 50 originals: within a fifth of the width.
    expect(Math.abs(drawn.low - closed.low)).toBeLessThan(width / 5);
    expect(Math.abs(drawn.high - closed.high)).toBeLessThan(width / 5);
  });

  test('finds a large difference, none between equals, and repeats itself', () => {
    expect(pairedBootstrap(paired(1.5, 2), { seed: 0, resamples: 200 }).pValue).toBeLessThan(0.02);
    const same = paired(0, 3);
    const none = pairedBootstrap({ ...same, second: same.first }, { seed: 0, resamples: 200 });
    expect(none).toMatchObject({ delta: 0, low: 0, high: 0, pValue: 1 });
    expect(pairedBootstrap(same, { seed: 4, resamples: 50 })).toEqual(
      pairedBootstrap(same, { seed: 4, resamples: 50 }),
    );
  });

  test('refuses a group that is empty', () => {
    expect(() =>
      pairedBootstrap({ first: [1], second: [1], positive: [1], originals: [0] }, { seed: 0 }),
    ).toThrow('bootstrap: expected positive and negative inputs');
  });
});
