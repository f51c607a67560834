import {
  classMeans,
  credibility,
  detectors,
  distrust,
  lidOf,
  type ReferenceSet,
  reduceBitDepth,
  squaredDistances,
  squeezingScore,
  tiedCovariance,
  whiten,
} from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };

/** A reference set of one layer, its points given class by class. */
function referenceOf(classes: readonly (readonly (readonly number[])[])[]): ReferenceSet {
  const dimensions = classes[0]?.[0]?.length ?? 0;
  const data = Float32Array.from(classes.flat(2));
  const labels = Int32Array.from(classes.flatMap((points, label) => points.map(() => label)));
  return {
    rows: labels.length,
    classes: classes.length,
    layers: ['layer'],
    labels,
    dimensions: () => dimensions,
    chunks: () => [{ data, dimensions }],
    representatives: () => ({ data, dimensions }),
  };
}

test('deep kNN gives the worked credibilities', () => {
  for (const [value, expected] of Object.entries(cases.deepKnn.credibility))
    expect(credibility(Number(value), cases.deepKnn.calibration)).toBe(expected);
});

test('the local intrinsic dimensionality is the worked one', () => {
  for (const { distances, lid } of cases.lid) expect(lidOf(distances)).toBeCloseTo(lid, 14);
});

describe('the Mahalanobis distance', () => {
  const { mahalanobis } = cases;
  const reference = referenceOf(mahalanobis.classes);

  test('has the worked tied covariance', async () => {
    const covariance = await tiedCovariance(reference, 'layer', {
      ...classMeans(reference, 'layer'),
      context,
    });
    expect([...covariance]).toEqual(mahalanobis.tied_covariance.flat());
  });

  test('is the worked one for both classes', async () => {
    const whitened = await whiten(reference, 'layer', { ridge: 0, context });
    const distances = squaredDistances(mahalanobis.features, whitened);
    // What whitens is kept in single precision: 24 bits.
    distances.forEach((distance, label) => {
      expect(distance).toBeCloseTo(mahalanobis.squared_distances[label] ?? Number.NaN, 5);
    });
  });
});

describe('feature squeezing', () => {
  const { featureSqueezing } = cases;

  test('gives the worked score', () => {
    const { softmax, squeezed, score, l1 } = featureSqueezing;
    expect(squeezingScore(softmax, squeezed)).toBeCloseTo(score, 14);
    squeezed.forEach((form, at) => {
      expect(squeezingScore(softmax, [form])).toBeCloseTo(l1[at] ?? Number.NaN, 14);
    });
  });

  test('rounds to the worked values, within whatever bounds', () => {
    for (const [bits, expected] of Object.entries(featureSqueezing['bit_depth_of_0.6']))
      for (const [low, high] of [
        [0, 1],
        [-1, 3],
      ] as const) {
        const given = Float32Array.of(low + 0.6 * (high - low));
        const [got] = reduceBitDepth(given, { bits: Number(bits), bounds: [low, high] });
        expect(got).toBeCloseTo(low + expected * (high - low), 6);
      }
  });
});

test('the kernel density is the worked one', async () => {
  const { points, query, log_density } = cases.kernelDensity;
  // The density is over the predicted class alone: the other lies elsewhere.
  const reference = referenceOf([points.map((point) => [point]), [[90]]]);
  const detector = detectors.find(({ id }) => id === 'kernelDensity');
  if (!detector) throw new Error('the kernel density is not registered');
  for (const [bandwidth, expected] of Object.entries(log_density)) {
    const given = { layer: 'layer', rule: 'fixed', bandwidth: Number(bandwidth) };
    const state = await detector.fit({ reference }, parseParameters(detector, given), context);
    const queries = {
      rows: 1,
      features: new Map([['layer', { data: Float32Array.of(query), dimensions: 1 }]]),
      logits: { data: Float32Array.of(1, 0), dimensions: 2 },
      predicted: Int32Array.of(0),
    };
    const { scores } = await detector.score(state, { reference, queries }, context);
    expect(scores[0]).toBeCloseTo(-expected, 6);
  }
});

test('the trust score is the worked one, turned so that little trust is a high score', () => {
  const { to_predicted, to_nearest_other, score } = cases.trustScore;
  expect(distrust(to_predicted, to_nearest_other)).toBe(1 / (1 + score));
});
