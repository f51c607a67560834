import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import {
  auc,
  aucInterval,
  type ClusteredGroups,
  combineEstimates,
  compareEstimates,
  estimateAuc,
  standardError,
} from './auc';

const originals = 60;
const copies = 4;

/** Each original once as authentic, and several copies under attack that resemble each other. */
function clustered(seed: number, originalsOf = originals): ClusteredGroups {
  const random = seededRandom(seed);
  const own = Array.from({ length: originalsOf }, () => random.normal());
  const index = Array.from({ length: originalsOf }, (_, original) => original);
  return {
    negative: own.map((value) => value + 0.6 * random.normal()),
    negativeClusters: index,
    positive: index.flatMap((original) =>
      Array.from({ length: copies }, () => 1.2 + (own[original] ?? 0) + 0.6 * random.normal()),
    ),
    positiveClusters: index.flatMap((original) => Array<number>(copies).fill(original)),
  };
}

/** The same inputs as if each were an original of its own. */
function unclustered(groups: ClusteredGroups): ClusteredGroups {
  const { length } = groups.negative;
  return {
    ...groups,
    negativeClusters: Array.from(groups.negative, (_, at) => at),
    positiveClusters: Array.from(groups.positive, (_, at) => length + at),
  };
}

/** DeLong's variance as published: sample variances of the placements, each over its group's size. */
function plainDeLong({ negative, positive }: ClusteredGroups): number {
  const order = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  const ofPositive = [...positive].map((p) => mean([...negative].map((n) => order(p, n))));
  const ofNegative = [...negative].map((n) => mean([...positive].map((p) => order(p, n))));
  return variance(ofPositive) / positive.length + variance(ofNegative) / negative.length;
}

/** Deviation of a statistic over resamples of originals, all copies of one together. */
function bootstrap(groups: readonly ClusteredGroups[], statistic: (of: ClusteredGroups[]) => number): number {
  const random = seededRandom(77);
  const values = Array.from({ length: 600 }, () => {
    const drawn = Array.from({ length: originals }, () => random.integer(originals));
    return statistic(groups.map((group) => resample(group, drawn)));
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function resample({ negative, positive }: ClusteredGroups, drawn: readonly number[]): ClusteredGroups {
  return {
    negative: drawn.map((original) => negative[original] ?? 0),
    negativeClusters: [],
    positive: drawn.flatMap((original) => [...positive].slice(original * copies, (original + 1) * copies)),
    positiveClusters: [],
  };
}

describe('the standard error of an AUC', () => {
  test('equals the plain form where every input is an original of its own', () => {
    const groups = unclustered(clustered(1));
    expect(standardError(estimateAuc(groups))).toBeCloseTo(Math.sqrt(plainDeLong(groups)), 12);
  });

  test('equals a bootstrap over originals to a tenth, where copies belong together', () => {
    const groups = clustered(2);
    const resampled = bootstrap([groups], ([one]) => (one ? auc(one) : Number.NaN));
    const estimated = standardError(estimateAuc(groups));
    // The deviation of 600 resamples has itself a relative error of 3 %.
    expect(Math.abs(estimated / resampled - 1)).toBeLessThan(0.1);
  });

  test('is another one when the copies are taken for independent', () => {
    const groups = clustered(2);
    const ratio = standardError(estimateAuc(unclustered(groups))) / standardError(estimateAuc(groups));
    expect(Math.abs(ratio - 1)).toBeGreaterThan(0.1);
  });
});

function intervalOf(groups: ClusteredGroups): [number, number] {
  return aucInterval(estimateAuc(groups)) ?? [Number.NaN, Number.NaN];
}

function comparisonOf(a: ClusteredGroups, b: ClusteredGroups) {
  const found = compareEstimates(estimateAuc(a), estimateAuc(b));
  if (!found) throw new Error('there are originals enough');
  return found;
}

describe('the interval of an AUC', () => {
  test('holds the true value 95 times of 100, with copies', () => {
    // P(X < Y + 1.2) for normal X, Y with deviation sqrt(1.36): over 100,000 originals its error is below 0.001.
    const large = clustered(1234, 50_000);
    const truth = auc(large);
    const trials = 300;
    let inside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [low, high] = intervalOf(clustered(1000 + trial));
      if (low <= truth && truth <= high) inside++;
    }
    // Two deviations of 0.95 over 300 trials are 0.025.
    expect(inside / trials).toBeGreaterThan(0.92);
    expect(inside / trials).toBeLessThan(0.99);
  });

  test('stays within 0 and 1', () => {
    const [low, high] = intervalOf({
      negative: [1, 2, 5],
      positive: [4, 6, 7],
      negativeClusters: [0, 1, 2],
      positiveClusters: [0, 1, 2],
    });
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(1);
  });

  test('is as wide for a perfect order as so few originals leave it, and none for one original', () => {
    const perfect = (n: number) => {
      const originals = Array.from({ length: n }, (_, at) => at);
      return {
        negative: originals,
        positive: originals.map((at) => at + n),
        negativeClusters: originals,
        positiveClusters: originals,
      };
    };
    // 0.025 ^ (1 / n): if each of n pairs is in order with that probability, all are with 0.025.
    expect(intervalOf(perfect(2))).toEqual([expect.closeTo(0.158114, 6), 1]);
    expect(intervalOf(perfect(200))).toEqual([expect.closeTo(0.981725, 6), 1]);
    const { negative, positive, ...clusters } = perfect(50);
    expect(intervalOf({ negative: positive, positive: negative, ...clusters })).toEqual([
      0,
      expect.closeTo(1 - 0.928878, 6),
    ]);
    expect(aucInterval(estimateAuc(perfect(1)))).toBeNull();
    expect(compareEstimates(estimateAuc(perfect(1)), estimateAuc(perfect(1)))).toBeNull();
  });
});

describe('the paired comparison', () => {
  const a = clustered(5);
  const random = seededRandom(6);
  const noisy = (values: ClusteredGroups['positive']) =>
    Array.from(values, (value) => value + 0.7 * random.normal());
  const b: ClusteredGroups = { ...a, negative: noisy(a.negative), positive: noisy(a.positive) };

  test('has the deviation of a paired bootstrap over originals, to a tenth', () => {
    const resampled = bootstrap([a, b], ([one, two]) => (one && two ? auc(one) - auc(two) : Number.NaN));
    const difference = combineEstimates([
      { estimate: estimateAuc(a), weight: 1 },
      { estimate: estimateAuc(b), weight: -1 },
    ]);
    expect(difference.auc).toBeCloseTo(auc(a) - auc(b), 12);
    expect(Math.abs(standardError(difference) / resampled - 1)).toBeLessThan(0.1);
  });

  test('finds nothing between a detector and itself', () => {
    expect(comparisonOf(a, a)).toEqual({
      delta: 0,
      low: 0,
      high: 0,
      pValue: 1,
    });
  });

  test('is antisymmetric, and its interval agrees with its p', () => {
    const [one, other] = [comparisonOf(a, b), comparisonOf(b, a)];
    expect(other.delta).toBeCloseTo(-one.delta, 12);
    expect(other.pValue).toBeCloseTo(one.pValue, 12);
    expect(one.low > 0 || one.high < 0).toBe(one.pValue < 0.05);
  });

  test('calls equal detectors different five times of 100', () => {
    const trials = 300;
    let different = 0;
    for (let trial = 0; trial < trials; trial++) {
      const noise = seededRandom(trial);
      const blurred = (values: ClusteredGroups['positive']) =>
        Array.from(values, (value) => value + 0.5 * noise.normal());
      const base = clustered(5000 + trial);
      const judged = () => ({
        ...base,
        negative: blurred(base.negative),
        positive: blurred(base.positive),
      });
      const [left, right] = [judged(), judged()];
      if (comparisonOf(left, right).pValue < 0.05) different++;
    }
    expect(different / trials).toBeGreaterThan(0.02);
    expect(different / trials).toBeLessThan(0.09);
  });
});
