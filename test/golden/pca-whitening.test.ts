import { fitPreprocessing, preprocess, type ReferenceSet } from '@fiducial/core/detectors';
import { tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const { points, covariance_population, whitened_2_0, pair_distance_whitened } = cases.pcaWhitening;
const features = { data: Float32Array.from(points.flat()), dimensions: 2 };
const reference: ReferenceSet = {
  rows: points.length,
  classes: 2,
  layers: ['layer'],
  labels: Int32Array.of(0, 0, 1, 1),
  dimensions: () => 2,
  chunks: () => [features],
  representatives: () => features,
};
const ready = async (kind: 'pca' | 'pcaWhitening') => {
  const fitted = await fitPreprocessing(reference, 'layer', { kind, context: { seed: 0 } });
  return preprocess(features, fitted).data;
};

describe('principal components of four points', () => {
  // Values of a few units in single precision.
  test('without whitening have the worked population variances', async () => {
    const data = await ready('pca');
    for (const axis of [0, 1]) {
      const variance =
        points.reduce((sum, _, row) => sum + (data[row * 2 + axis] ?? 0) ** 2, 0) / points.length;
      expect(variance).toBeCloseTo(covariance_population[axis]?.[axis] ?? Number.NaN, 6);
    }
  });

  test('with whitening give the worked point and distance', async () => {
    const data = await ready('pcaWhitening');
    expect(data[0]).toBeCloseTo(whitened_2_0, 6);
    expect(data[1]).toBeCloseTo(0, 6);
    expect(Math.hypot((data[0] ?? 0) - (data[2] ?? 0), (data[1] ?? 0) - (data[3] ?? 0))).toBeCloseTo(
      pair_distance_whitened,
      6,
    );
  });
});
