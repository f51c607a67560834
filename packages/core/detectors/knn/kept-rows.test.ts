import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseParameters } from '../../method';
import { seededRandom, tf } from '../../tensors';
import { knnScore } from '../knn-score';
import type { ReferenceSet } from '../reference-set';
import { keptRows } from './kept-rows';
import { fitPreprocessing, type Preprocessed, type Preprocessing } from './preprocessing';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const [rows, dimensions] = [30, 4];
const context = { seed: 0 };

/** A reference set that counts how often a layer's rows are read. */
function countedReference(seed: number): { reference: ReferenceSet; reads: () => number } {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: rows * dimensions }, () => random.normal());
  let reads = 0;
  const reference = {
    rows,
    classes: 2,
    layers: ['fc1', 'fc2'],
    labels: Int32Array.from({ length: rows }, (_, row) => row % 2),
    dimensions: () => dimensions,
    chunks: () => {
      reads++;
      return [{ data, dimensions }];
    },
    representatives: () => ({ data: data.slice(0, 2 * dimensions), dimensions }),
  };
  return { reference, reads: () => reads };
}

const queries = {
  rows: 2,
  features: new Map([['fc1', { data: Float32Array.of(1, 0, 2, 1, -1, 3, 0, 1), dimensions }]]),
  logits: { data: Float32Array.of(1, 0, 0, 1), dimensions: 2 },
  predicted: Int32Array.of(0, 1),
};

const fit = (reference: ReferenceSet, preprocessing: Preprocessing) =>
  knnScore.fit(
    { reference },
    parseParameters(knnScore, { layer: 'fc1', k: 5, preprocessing, weighting: 'distance' }),
    context,
  );

describe('preprocessed rows of a reference set', () => {
  test.each(['l2', 'pca', 'pcaWhitening'] as const)(
    'are computed once for all scores of a detector with %s, exact and soft, and hold no tensors',
    async (preprocessing) => {
      const { reference, reads } = countedReference(1);
      const state = await fit(reference, preprocessing);
      const [before, tensors] = [reads(), tf.memory().numTensors];
      const { scores } = await knnScore.score(state, { reference, queries }, context);
      const again = await knnScore.score(state, { reference, queries }, context);
      knnScore.differentiable?.(state, { reference }).dispose();
      expect(reads()).toBe(before + 1);
      expect(again.scores).toEqual(scores);
      expect(tf.memory().numTensors).toBe(tensors);
    },
  );

  test('are another set’s where the set is another, and another fit’s where the fit is', async () => {
    const [one, other] = [countedReference(1).reference, countedReference(2).reference];
    const state = await fit(one, 'l2');
    const score = async (reference: ReferenceSet, of = state) =>
      (await knnScore.score(of, { reference, queries }, context)).scores;
    const [first, second] = [await score(one), await score(other)];
    expect(second).not.toEqual(first);
    expect(second).toEqual(await score(countedReference(2).reference));
    expect(await score(one, await fit(one, 'pcaWhitening'))).not.toEqual(first);
    expect(await score(one)).toEqual(first);
  });

  test('are kept within a budget, and those unused for longest are let go first', async () => {
    const { reference, reads } = countedReference(1);
    const fitted: Preprocessed[] = [];
    for (const kind of ['l2', 'pca', 'pcaWhitening'] as const)
      fitted.push(await fitPreprocessing(reference, 'fc1', { kind, context }));
    const budget = 2 * rows * dimensions * 4;
    const ask = (which: number, given = budget) => {
      const of = fitted[which];
      if (!of) throw new Error(`expected a fit ${which}`);
      const before = reads();
      keptRows(reference, 'fc1', { fitted: of, budget: given });
      return reads() - before;
    };
    expect([ask(0), ask(1), ask(0), ask(2)]).toEqual([1, 1, 0, 1]);
    expect([ask(0), ask(1)]).toEqual([0, 1]);
    expect([ask(2, 8), ask(2, 8)]).toEqual([1, 1]);
  });

  test('go with the reference set that they are of', async () => {
    const fitted = await fitPreprocessing(countedReference(1).reference, 'fc1', { kind: 'pca', context });
    const rowsOf = () => new WeakRef(keptRows(countedReference(1).reference, 'fc1', { fitted }));
    const kept = rowsOf();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void; // there with the flag
    for (let turn = 0; turn < 5 && kept.deref(); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      collect();
    }
    expect(kept.deref()).toBeUndefined();
  });
});
