import {
  detectors,
  distanceSupport,
  distanceSupportGradient,
  type Queries,
  type ReferenceSet,
  softSupport,
  supportOf,
  weightings,
} from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { exactSearch } from '@fiducial/core/neighbors';
import { seededRandom, tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };

/** Scores through the detector as it is registered. */
async function scoresOf(
  reference: { data: Float32Array; dimensions: number; labels: Int32Array },
  queries: { data: Float32Array; predicted: Int32Array },
  params: { k: number; weighting: string },
) {
  const detector = detectors.find(({ id }) => id === 'knnScore');
  if (!detector) throw new Error('the kNN score is not registered');
  const { data, dimensions, labels } = reference;
  const set: ReferenceSet = {
    rows: labels.length,
    classes: Math.max(...labels) + 1,
    layers: ['layer'],
    labels,
    dimensions: () => dimensions,
    chunks: () => [{ data, dimensions }],
    representatives: () => ({ data, dimensions }),
  };
  const asked: Queries = {
    rows: queries.predicted.length,
    features: new Map([['layer', { data: queries.data, dimensions }]]),
    logits: { data: new Float32Array(queries.predicted.length), dimensions: 1 },
    predicted: queries.predicted,
  };
  const parameters = parseParameters(detector, { layer: 'layer', ...params });
  const state = await detector.fit({ reference: set }, parameters, context);
  return (await detector.score(state, { reference: set, queries: asked }, context)).scores;
}

describe('the kNN score of four neighbors', () => {
  const { knnScore } = cases;
  const letters = ['A', 'B'];
  const labels = Int32Array.from(knnScore.labels, (letter) => letters.indexOf(letter));
  const predicted = letters.indexOf(knnScore.class);

  test.each(weightings)('has the worked value with %s weights', async (weighting) => {
    const support = supportOf(predicted, { labels, distances: knnScore.distances, weighting });
    // Double precision on both sides: only the order of three additions may differ.
    expect(support).toBeCloseTo(knnScore[weighting], 14);
    // Points on a line, the query at its origin: the whole way through search and scoring, in single precision.
    const reference = { data: Float32Array.from(knnScore.distances), dimensions: 1, labels };
    const query = { data: Float32Array.of(0), predicted: Int32Array.of(predicted) };
    const [score] = await scoresOf(reference, query, { k: 4, weighting });
    expect(score).toBeCloseTo(1 - knnScore[weighting], 6);
  });

  test('is not that of unsquared inverse distances', () => {
    const support = supportOf(predicted, { labels, distances: knnScore.distances, weighting: 'distance' });
    expect(Math.abs(support - knnScore.wrong_inverse_distance_not_squared)).toBeGreaterThan(0.1);
  });

  test('is small when only the first of 1,000 agrees, by rank', () => {
    const thousand = Int32Array.from({ length: 1000 }, (_, index) => Number(index > 0));
    const support = supportOf(0, { labels: thousand, distances: new Float32Array(1000), weighting: 'rank' });
    expect(support).toBeCloseTo(knnScore.rank_k1000_only_first_matches, 12);
  });

  test('is exactly 1 for a class without a neighbor', async () => {
    const reference = { data: Float32Array.of(1, 2, 3), dimensions: 1, labels: Int32Array.of(0, 0, 1) };
    const query = { data: Float32Array.of(0), predicted: Int32Array.of(1) };
    for (const weighting of weightings) {
      const [score] = await scoresOf(reference, query, { k: 2, weighting });
      expect(score).toBe(1);
    }
  });

  test('is a number when the query is a reference image itself', async () => {
    const reference = { data: Float32Array.of(5, 6, 7, 8), dimensions: 1, labels: Int32Array.of(0, 1, 1, 1) };
    const query = { data: Float32Array.of(5), predicted: Int32Array.of(0) };
    const [score = Number.NaN] = await scoresOf(reference, query, { k: 4, weighting: 'distance' });
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThan(1e-6);
  });
});

test('the gradient of the distance-weighted support is the worked one', () => {
  const { reference, labels, query, score, gradient, class: predicted } = cases.knnScoreGradient;
  const got = distanceSupportGradient(query, { neighbors: reference, labels, predicted });
  expect(got.support).toBeCloseTo(score, 14);
  got.gradient.forEach((value, at) => {
    expect(value).toBeCloseTo(gradient[at] ?? Number.NaN, 14);
  });
});

test('the gradient of the distance-weighted support by tensors is the worked one', () => {
  const { reference, labels, query, score, gradient, class: predicted } = cases.knnScoreGradient;
  const points = tf.tensor2d(reference);
  const agrees = tf.tensor2d([labels.map((label) => Number(label === predicted))]);
  const support = (of: tf.Tensor) =>
    distanceSupport(of.sub(points).square().sum(1).expandDims(0) as tf.Tensor2D, agrees).sum(); // 1 x k
  const got = tf.valueAndGrad(support)(tf.tensor2d([query]));
  // Single precision, values below 1.
  expect(got.value.dataSync()[0]).toBeCloseTo(score, 6);
  got.grad.dataSync().forEach((value, at) => {
    expect(value).toBeCloseTo(gradient[at] ?? Number.NaN, 6);
  });
});

test('the soft support is the worked one at each temperature', () => {
  const { distances, labels, class: predicted, by_temperature } = cases.softKnnScore;
  const squared = tf.tensor2d([distances.map((distance) => distance ** 2)]);
  const agrees = tf.tensor2d([labels.map((label) => Number(label === predicted))]);
  for (const [temperature, worked] of Object.entries(by_temperature)) {
    const got = softSupport(squared, { agrees, temperatures: tf.tensor1d([Number(temperature)]) });
    // Single precision, values below 1.
    expect(got.dataSync()[0]).toBeCloseTo(worked, 6);
  }
});

describe('properties', () => {
  const [rows, dimensions, asked] = [60, 5, 12];
  const random = seededRandom(8);
  const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const labels = Int32Array.from({ length: rows }, () => random.integer(3));
  const data = draw(rows * dimensions);
  const queries = {
    data: draw(asked * dimensions),
    predicted: Int32Array.from({ length: asked }, () => random.integer(3)),
  };

  test.each(weightings)('scaling all features leaves scores with %s weights alone', async (weighting) => {
    const scaled = (values: Float32Array) => values.map((value) => value * 8);
    const once = await scoresOf({ data, dimensions, labels }, queries, { k: 9, weighting });
    const again = await scoresOf(
      { data: scaled(data), dimensions, labels },
      { ...queries, data: scaled(queries.data) },
      { k: 9, weighting },
    );
    // A power of two changes no digit of a float, so that the order of neighbors cannot change either.
    again.forEach((score, row) => {
      expect(score).toBeCloseTo(once[row] ?? Number.NaN, 6);
    });
  });

  test.each(['uniform', 'rank'] as const)(
    '%s weights do not see a monotone change of distance',
    (weighting) => {
      const distances = Float64Array.from({ length: 9 }, (_, index) => 0.3 + index * index);
      const some = labels.subarray(0, 9);
      const bent = distances.map((distance) => Math.exp(distance / 10));
      const support = (of: Float64Array) => supportOf(1, { labels: some, distances: of, weighting });
      expect(support(bent)).toBe(support(distances));
    },
  );

  test('Euclidean distance ranks normalized features as cosine similarity does', async () => {
    const normalized = (values: Float32Array) =>
      values.map((value, at) => {
        const first = at - (at % dimensions);
        return value / Math.hypot(...values.subarray(first, first + dimensions));
      });
    const [points, query] = [normalized(data), normalized(queries.data).subarray(0, dimensions)];
    const found = await exactSearch(() => [{ data: points, dimensions }])(
      { data: query, dimensions },
      rows,
      context,
    );
    const similarity = Array.from({ length: rows }, (_, row) =>
      query.reduce((sum, value, at) => sum + value * (points[row * dimensions + at] ?? 0), 0),
    );
    const byCosine = similarity
      .map((_, row) => row)
      .sort((a, b) => (similarity[b] ?? 0) - (similarity[a] ?? 0));
    expect([...found.indices]).toEqual(byCosine);
  });
});
