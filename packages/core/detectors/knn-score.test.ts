import { beforeAll, describe, expect, test } from 'vitest';
import { parseParameters } from '../method';
import { seededRandom, tf } from '../tensors';
import { fitPreprocessing, preprocess } from './knn/preprocessing';
import { knnScore } from './knn-score';
import type { ReferenceSet } from './reference-set';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const data = Float32Array.of(0, 1, 2, 3);
const reference: ReferenceSet = {
  rows: 4,
  classes: 2,
  layers: ['fc1', 'fc2'],
  labels: Int32Array.of(0, 0, 1, 1),
  dimensions: () => 1,
  chunks: () => [{ data, dimensions: 1 }],
  representatives: () => ({ data, dimensions: 1 }),
};
const fit = (given: object) => knnScore.fit({ reference }, parseParameters(knnScore, given), { seed: 0 });

describe('fitting the kNN score', () => {
  test('refuses more neighbors than there are reference images', async () => {
    await expect(fit({ layer: 'fc1', k: 5 })).rejects.toThrow(
      'k: expected 1 to 4 (the reference images), got 5',
    );
  });

  test('refuses a layer that the reference set does not have', async () => {
    await expect(fit({ layer: 'conv9', k: 1 })).rejects.toThrow('layer: expected one of fc1, fc2, got conv9');
  });

  test('refuses a k below one, naming the field', () => {
    expect(() => parseParameters(knnScore, { k: 0 })).toThrow(/^knnScore\.k: /);
  });

  test('refuses an approximate search where there is none', async () => {
    const state = await fit({ layer: 'fc1', k: 2, search: 'hnsw' });
    const queries = {
      rows: 1,
      features: new Map([['fc1', { data: Float32Array.of(0), dimensions: 1 }]]),
      logits: { data: Float32Array.of(1, 0), dimensions: 2 },
      predicted: Int32Array.of(0),
    };
    await expect(knnScore.score(state, { reference, queries }, { seed: 0 })).rejects.toThrow(
      'search: expected exact, got hnsw',
    );
  });
});

describe('preprocessing and several layers', () => {
  test('an index over features as they are is refused with preprocessing', async () => {
    await expect(fit({ layer: 'fc1', k: 2, search: 'hnsw', preprocessing: 'pca' })).rejects.toThrow(
      'search: expected exact with preprocessing pca, got hnsw, whose index is over features as they are',
    );
  });

  test('features that never vary are refused, having no principal component', async () => {
    const constant = { ...reference, chunks: () => [{ data: data.map(() => 3), dimensions: 1 }] };
    const parameters = parseParameters(knnScore, { layer: 'fc1', k: 2, preprocessing: 'pca' });
    await expect(knnScore.fit({ reference: constant }, parameters, { seed: 0 })).rejects.toThrow(
      'features of fc1: expected values that vary over the reference images, got 4 equal rows',
    );
  });

  test('a combination cannot be learned without attacked rows', async () => {
    await expect(fit({ layers: ['fc1', 'fc2'], k: 2, combine: 'learned' })).rejects.toThrow(
      'combine: expected training rows, authentic and attacked, to learn it from, got none',
    );
  });

  test('leaves out units that are always off, where whitening would blow up their rounding', async () => {
    const random = seededRandom(4);
    const [rows, dimensions] = [50, 6];
    // The fourth is the sum of two others, the last two are off.
    const values = Float32Array.from({ length: rows * dimensions }, (_, at) =>
      at % dimensions < 3 ? 5 + random.normal() : 0,
    );
    for (let row = 0; row < rows; row++)
      values[row * dimensions + 3] = (values[row * dimensions] ?? 0) + (values[row * dimensions + 1] ?? 0);
    const features = { data: values, dimensions };
    const set = {
      ...reference,
      rows,
      labels: new Int32Array(rows),
      dimensions: () => dimensions,
      chunks: () => [features],
    };
    const fitted = await fitPreprocessing(set, 'fc1', { kind: 'pcaWhitening', context: { seed: 0 } });
    const ready = preprocess(features, fitted);
    expect(ready.dimensions).toBe(3);
    for (let axis = 0; axis < 3; axis++) {
      let squares = 0;
      for (let row = 0; row < rows; row++) squares += (ready.data[row * 3 + axis] ?? 0) ** 2;
      expect(squares / rows).toBeCloseTo(1, 4);
    }
  });

  test.each([
    ['mean', 0.25],
    ['max', 0.5],
  ])('two layers are combined by %s', async (combine, expected) => {
    // In fc1 the nearest two are of the predicted class, in fc2 one of them is not.
    const state = await fit({ layers: ['fc1', 'fc2'], k: 2, weighting: 'uniform', combine });
    const queries = {
      rows: 1,
      features: new Map([
        ['fc1', { data: Float32Array.of(0), dimensions: 1 }],
        ['fc2', { data: Float32Array.of(1.6), dimensions: 1 }],
      ]),
      logits: { data: Float32Array.of(1, 0), dimensions: 2 },
      predicted: Int32Array.of(0),
    };
    const { scores } = await knnScore.score(state, { reference, queries }, { seed: 0 });
    expect(scores[0]).toBeCloseTo(expected, 6);
  });
});
