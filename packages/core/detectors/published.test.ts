import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../tensors';
import { detectors } from '.';
import { detectorChecks } from './conformance';
import * as bench from './conformance-bench';
import type { Detector } from './define-detector';
import { softTemperature } from './knn/soft-support';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A detector with other defaults. */
function withParameters(id: string, changes: Record<string, unknown>): Detector {
  const found = detectors.find((known) => known.id === id);
  if (!found) throw new Error(`no detector ${id}`);
  const merged = (params: object) => ({ ...params, ...changes });
  return {
    ...found,
    learns: (params) => found.learns?.(merged(params)) ?? false,
    fit: (data, params, context) => found.fit(data, merged(params), context),
  };
}

const variants = [
  ['knnScore', {}],
  ['knnScore', { weighting: 'uniform' }],
  ['knnScore', { weighting: 'distance' }],
  ['knnScore', { preprocessing: 'l2' }],
  ['knnScore', { preprocessing: 'pca', weighting: 'distance' }],
  ['knnScore', { preprocessing: 'pcaWhitening', layers: ['shallow', 'deep'], combine: 'mean' }],
  ['knnScore', { layers: ['shallow', 'deep'], combine: 'max', weighting: 'uniform' }],
  ['knnScore', { layers: ['shallow', 'deep'], combine: 'learned' }],
  ['evolutionMap', { units: 20 }],
  ['evolutionMap', { units: 20, head: 'bilstm', sampling: 'label' }],
  ['evolutionMap', { units: 20, distance: 'cosine', head: 'mlp', standardize: true }],
] as const;

describe.each(variants)('the detector %s with %j, on the plain backend,', (id, changes) => {
  for (const { name, run } of detectorChecks) test(name, () => run(withParameters(id, changes)));
});

/** Exact scores of the made-up test rows, and soft ones right after a refresh. */
async function bothScores(detector: Detector) {
  const state = await bench.fit(detector);
  const { scores: exact } = await bench.score(detector, state);
  const soft = detector.differentiable?.(state, { reference: bench.reference });
  if (!soft) throw new Error('it is differentiable');
  await soft.refresh(bench.test, { seed: 0 });
  const inputs = await bench.differentiableInputs(bench.test);
  const values = tf.tidy(() => [...soft.scores(inputs).dataSync()]);
  tf.dispose([...inputs.features.values(), inputs.logits, inputs.images]);
  soft.dispose();
  return { exact, soft: values };
}

describe('the score that gradients go through', () => {
  test('is the exact one for distance weights', async () => {
    const { exact, soft } = await bothScores(withParameters('knnScore', { weighting: 'distance' }));
    exact.forEach((score, row) => {
      expect(soft[row]).toBeCloseTo(score, 5);
    });
  });

  test.each(['uniform', 'rank'])('is near the exact one for %s weights', async (weighting) => {
    const { exact, soft } = await bothScores(withParameters('knnScore', { weighting }));
    const differences = Array.from(exact, (score, row) => Math.abs(score - (soft[row] ?? Number.NaN)));
    // Neighbors of one class agree with any weights; where they do not, the weights of a softmax are others.
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(0.05);
  });

  test.each([
    { distance: 'euclidean', head: 'lstm' },
    { distance: 'cosine', head: 'mlp', standardize: true },
  ])('is the log odds of the exact one for the map with %j', async (changes) => {
    const { exact, soft } = await bothScores(withParameters('evolutionMap', changes));
    exact.forEach((score, row) => {
      expect(1 / (1 + Math.exp(-(soft[row] ?? Number.NaN)))).toBeCloseTo(score, 4);
    });
  });
});

describe('the temperature of the soft form', () => {
  test('is the mean excess of the squared distances over the nearest, weighed', () => {
    // Squared 1, 4, 16: excess 0, 3, 15.
    expect(softTemperature([1, 2, 4], 'uniform')).toBeCloseTo(6, 12);
    expect(softTemperature([1, 2, 4], 'rank')).toBeCloseTo((3 / 2 + 15 / 3) / (1 + 1 / 2 + 1 / 3), 12);
  });

  test('is above 0 where all neighbors are equally far, or at the input itself', () => {
    expect(softTemperature([2, 2, 2], 'uniform')).toBeCloseTo(4e-6, 12);
    expect(softTemperature([0, 0], 'rank')).toBeGreaterThan(0);
  });
});
