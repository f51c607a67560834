import { beforeAll, describe, expect, test } from 'vitest';
import { CoreError } from '../../errors';
import { parseParameters } from '../../method';
import { tf } from '../../tensors';
import { detectors, lidOf, medianFilter } from '..';
import { detectorChecks } from '../conformance';
import * as bench from '../conformance-bench';
import type { Detector, FitData } from '../define-detector';
import type { ReferenceSet } from '../reference-set';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const baselines = detectors.filter(({ id }) => !['knnScore', 'evolutionMap'].includes(id));

function detector(id: string): Detector {
  const found = detectors.find((known) => known.id === id);
  if (!found) throw new Error(`no detector ${id}`);
  return found;
}

describe.each(baselines.map((of) => [of.id, of] as const))(
  'the detector %s, on the plain backend,',
  (_, of) => {
    for (const { name, run } of detectorChecks) test(name, () => run(of));
  },
);

describe('a differentiable baseline', () => {
  const differentiable = baselines.filter((of) => of.differentiable);

  test('is one of six', () => {
    expect(differentiable.map(({ id }) => id)).toEqual([
      'maxSoftmax',
      'energy',
      'mahalanobis',
      'kernelDensity',
      'inputClassifier',
      'layerClassifier',
    ]);
  });

  test.each(differentiable.map((of) => [of.id, of] as const))(
    'orders inputs as its exact score does: %s',
    async (_, of) => {
      const state = await bench.fit(of);
      const { scores } = await bench.score(of, state);
      const soft = of.differentiable?.(state, { reference: bench.reference });
      if (!soft) throw new Error('it is differentiable');
      await soft.refresh(bench.test, { seed: 0 });
      const inputs = await bench.differentiableInputs(bench.test);
      const values = tf.tidy(() => [...soft.scores(inputs).dataSync()]);
      tf.dispose([...inputs.features.values(), inputs.logits, inputs.images]);
      soft.dispose();
      const spread = Math.max(...scores) - Math.min(...scores);
      // Pairs nearer than this may change places by rounding.
      for (const [a, score] of scores.entries())
        for (const [b, other] of scores.entries())
          if (score - other > 1e-3 * spread) expect(values[a]).toBeGreaterThan(values[b] ?? Number.NaN);
    },
  );
});

/** The made-up reference set with something wrong. */
const oneClass: ReferenceSet = { ...bench.reference, labels: bench.reference.labels.map(() => 0) };
const constant: ReferenceSet = {
  ...bench.reference,
  chunks: (layer) =>
    [...bench.reference.chunks(layer)].map(({ data, dimensions }) => ({
      data: data.map(() => 3),
      dimensions,
    })),
};

async function fitOn(id: string, data: Partial<FitData>, given: object = {}) {
  const of = detector(id);
  const { needs, params } = of;
  const rows = { train: bench.train, validation: bench.validation, calibration: bench.test };
  const known = Object.entries({ layer: 'deep', k: 10, minibatch: 40, ...given }).filter(
    ([name]) => name in params.shape,
  );
  const all = { reference: bench.reference, ...((needs.training || needs.calibration) && rows), ...data };
  return of.fit(all, parseParameters(of, Object.fromEntries(known)), { seed: 0 });
}

describe('degenerate data end in words', () => {
  const measured = ['deepKnn', 'lid', 'mahalanobis', 'kernelDensity', 'trustScore'];

  test.each(measured)('when all reference images are of one class: %s', async (id) => {
    await expect(fitOn(id, { reference: oneClass })).rejects.toThrow(
      'reference set: expected images of at least two classes, got 60 of class 0',
    );
  });

  test.each(measured)('when the features of a layer never vary: %s', async (id) => {
    await expect(fitOn(id, { reference: constant })).rejects.toThrow(
      /^features of (deep|shallow): expected values that vary over the reference images, got 60 equal rows/,
    );
  });

  test.each([
    ['deepKnn', { k: 61 }, 'k: expected 1 to 60 (the reference images), got 61'],
    ['lid', { minibatch: 61 }, 'minibatch: expected 1 to 60 (the reference images), got 61'],
    ['lid', { minibatch: 20, k: 21 }, 'k: expected 2 to 20 (the minibatch), got 21'],
  ])('when %s is asked for more rows than there are: %j', async (id, given, words) => {
    await expect(fitOn(id, {}, given)).rejects.toThrow(words);
  });

  test.each(['lid', 'mahalanobis', 'inputClassifier', 'layerClassifier'])(
    'when no training row was attacked: %s',
    async (id) => {
      const train = { ...bench.train, groups: bench.train.groups.map(() => 'authentic') };
      await expect(fitOn(id, { train })).rejects.toThrow(/^training rows: expected authentic/);
    },
  );

  test('when nothing is there to calibrate on', async () => {
    await expect(fitOn('deepKnn', { calibration: bench.rowsOf(bench.test, 0) })).rejects.toThrow(
      'calibration images: expected at least one, got none',
    );
  });

  test('when the covariance is singular and no ridge was wanted', async () => {
    const twice: ReferenceSet = {
      ...bench.reference,
      chunks: (layer) =>
        [...bench.reference.chunks(layer)].map(({ data, dimensions }) => ({
          data: data.map((value, at) => (at % dimensions === 1 ? 0 : value)),
          dimensions,
        })),
    };
    const failed = await fitOn('mahalanobis', { reference: twice }, { ridge: 0 }).catch((error) => error);
    expect(failed).toBeInstanceOf(CoreError);
    expect(failed).toMatchObject({ code: 'DEGENERATE_DATA', message: /positive definite/ });
  });
});

describe('an estimate of local dimensionality', () => {
  test('does not depend on the scale of the distances', () => {
    expect(lidOf([10, 20, 40])).toBeCloseTo(lidOf([1, 2, 4]), 12);
  });

  test('is a finite number among duplicates and at equal distances', () => {
    expect(lidOf([0, 0, 0])).toBe(0);
    expect(lidOf([2, 2, 2])).toBe(1000);
    expect(lidOf([0, 1, 2])).toBeGreaterThan(0);
  });
});

test('the median filter takes the upper of the middle values in a window that reaches up and left, edges repeated', () => {
  const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  // By hand: the window of the middle is 1 2 4 5, that of the first pixel four times itself.
  expect([...medianFilter(image, { size: 2, shape: [3, 3, 1] })]).toEqual([1, 2, 3, 4, 4, 5, 7, 7, 8]);
  expect([...medianFilter(image, { size: 3, shape: [3, 3, 1] })]).toEqual([2, 3, 3, 4, 5, 6, 7, 7, 8]);
  expect([...medianFilter(image, { size: 1, shape: [3, 3, 1] })]).toEqual([...image]);
});

test('the median filter keeps channels and images apart', () => {
  const image = Float32Array.of(0, 9, 0, 9, 5, 1, 5, 1);
  expect([...medianFilter(image, { size: 2, shape: [2, 1, 2] })]).toEqual([...image]);
});
