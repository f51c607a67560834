import { beforeAll, describe, expect, test } from 'vitest';
import { parseParameters } from '../method';
import { tf } from '../tensors';
import type { ReferenceSet } from './define-detector';
import { knnScore } from './knn-score';

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
