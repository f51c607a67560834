import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { rocBand } from './roc-band';
import { rocCurve } from './roc-curve';

/** `copies` scores of each of `originals`, whose common part is what makes them alike. */
function clustered({
  originals,
  copies,
  alike,
  seed,
}: {
  originals: number;
  copies: number;
  alike: number;
  seed: number;
}) {
  const random = seededRandom(seed);
  const scores: number[] = [];
  const clusters: number[] = [];
  for (let original = 0; original < originals; original++) {
    const common = random.normal();
    for (let copy = 0; copy < copies; copy++) {
      scores.push(alike * common + Math.sqrt(1 - alike * alike) * random.normal());
      clusters.push(original);
    }
  }
  return { scores, clusters };
}

const negative = [-2, -1, 0, 1, 2];

describe('the band of a ROC curve', () => {
  test('is Wilson’s interval where no two inputs share an original', () => {
    const positive = {
      scores: Array.from({ length: 10 }, (_, at) => at),
      clusters: Array.from({ length: 10 }, (_, at) => at),
    };
    const { low, high } = rocBand({ thresholds: Float64Array.of(5) }, positive);
    // 5 of 10, by the formula; the clustered variance carries n / (n - 1), so 9 inputs' worth.
    expect(low[0]).toBeCloseTo(0.22653, 5);
    expect(high[0]).toBeCloseTo(0.77347, 5);
  });

  test('holds the curve and stays within 0 and 1', () => {
    const positive = clustered({ originals: 30, copies: 8, alike: 0.9, seed: 1 });
    const curve = rocCurve({ negative, positive: positive.scores });
    const { low, high } = rocBand(curve, positive);
    curve.truePositiveRate.forEach((rate, at) => {
      expect(low[at]).toBeGreaterThanOrEqual(0);
      expect(low[at]).toBeLessThanOrEqual(rate + 1e-12);
      expect(high[at]).toBeGreaterThanOrEqual(rate - 1e-12);
      expect(high[at]).toBeLessThanOrEqual(1);
    });
  });

  test('is as wide as that of the originals alone when copies are all alike', () => {
    const one = clustered({ originals: 60, copies: 1, alike: 1, seed: 2 });
    const many = {
      scores: one.scores.flatMap((score) => Array<number>(16).fill(score)),
      clusters: one.clusters.flatMap((of) => Array<number>(16).fill(of)),
    };
    const thresholds = Float64Array.of(1, 0, -1);
    const [alone, copied] = [rocBand({ thresholds }, one), rocBand({ thresholds }, many)];
    for (const at of [0, 1, 2]) expect(copied.low[at]).toBeCloseTo(alone.low[at] ?? Number.NaN, 9);
  });

  test('covers the true rate in about 95 of 100 samples of clustered inputs', () => {
    let covered = 0;
    const samples = 400;
    for (let seed = 0; seed < samples; seed++) {
      const positive = clustered({ originals: 100, copies: 8, alike: 0.8, seed });
      const { low, high } = rocBand({ thresholds: Float64Array.of(0) }, positive);
      if ((low[0] ?? 1) <= 0.5 && 0.5 <= (high[0] ?? 0)) covered++;
    }
    // Standard error of the share: 1.1 %. Without clusters it would be about 65 %.
    expect(covered / samples).toBeGreaterThan(0.915);
    expect(covered / samples).toBeLessThan(0.985);
  });
});
