import { findRepresentatives, pool } from '@fiducial/core/activations';
import {
  balancedDraw,
  bilstmHead,
  evolutionMaps,
  type Head,
  lstmHead,
  mlpHead,
} from '@fiducial/core/detectors';
import { seededRandom, shuffledIndices, tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const { evolutionMap } = cases;
const dimensions = evolutionMap.features.length;
const flat = (points: readonly (readonly number[])[]) => Float32Array.from(points.flat());

describe('reference points and map entries', () => {
  const labels = Int32Array.from(evolutionMap.classes.flatMap((points, label) => points.map(() => label)));
  const data = flat(evolutionMap.classes.flat());
  const found = () => findRepresentatives({ data, dimensions }, { labels, classes: 2, context: { seed: 0 } });
  const query = { data: Float32Array.from(evolutionMap.features), dimensions };
  const map = (points: { data: Float32Array; dimensions: number }, distance: 'euclidean' | 'cosine') =>
    evolutionMaps([{ name: 'layer', features: query, points }], { rows: 1, classes: 2, distance });

  test('are the worked centroids and medoids', async () => {
    const { centroids, medoids, medoidRows } = await found();
    // Small integers: exact in single precision.
    expect([...centroids.data]).toEqual(evolutionMap.centroids.flat());
    expect([...medoids.data]).toEqual(evolutionMap.medoids.flat());
    expect([...medoidRows]).toEqual([1, 5]);
  });

  test('give the worked Euclidean distances and cosine similarities', async () => {
    const { centroids, medoids } = await found();
    const worked = [
      [map(centroids, 'euclidean'), evolutionMap.euclidean_to_centroids],
      [map(medoids, 'euclidean'), evolutionMap.euclidean_to_medoids],
      [map(centroids, 'cosine'), evolutionMap.cosine_to_centroids],
    ] as const;
    // Stored in single precision: 24 bits, so 6 decimals of values below 8.
    for (const [got, expected] of worked)
      expected.forEach((value, at) => {
        expect(got[at]).toBeCloseTo(value, 6);
      });
  });

  test('a vector without length has similarity 0, not NaN', async () => {
    const { centroids } = await found();
    const none = { data: new Float32Array(dimensions), dimensions };
    const got = evolutionMaps([{ name: 'layer', features: none, points: centroids }], {
      rows: 1,
      classes: 2,
      distance: 'cosine',
    });
    expect([...got]).toEqual([0, 0]);
  });
});

describe('pooling', () => {
  const { map_2x2, value } = evolutionMap.global_average_pool;

  test('averages over space', () => {
    expect([...pool(tf.tensor4d(flat(map_2x2), [1, 2, 2, 1])).dataSync()]).toEqual([value]);
  });

  test('does not see where in space an activation lies', () => {
    const random = seededRandom(1);
    const [side, channels] = [4, 3];
    const values = Float32Array.from({ length: side * side * channels }, () => random.normal());
    const order = shuffledIndices(side * side, random);
    const moved = Float32Array.from(values, (_, at) => {
      const position = order[Math.floor(at / channels)] ?? 0;
      return values[position * channels + (at % channels)] ?? 0;
    });
    const of = (data: Float32Array) => pool(tf.tensor4d(data, [1, side, side, channels])).dataSync();
    const [once, again] = [of(values), of(moved)];
    // Another order of sixteen additions in single precision.
    once.forEach((mean, at) => {
      expect(again[at]).toBeCloseTo(mean, 6);
    });
  });
});

describe('heads', () => {
  const { lstm, parameterCounts } = cases;

  test('have the published number of weights, the LSTM with one bias vector', () => {
    const size = { layers: 17, classes: 1000, units: 100 };
    expect(lstmHead(size).size).toBe(parameterCounts.lstm_1000_100_one_bias);
    // PyTorch keeps a second bias of four gates in each direction.
    const secondBias = 4 * size.units;
    expect(lstmHead(size).size + secondBias).toBe(parameterCounts.lstm_1000_100_two_biases);
    expect(bilstmHead(size).size + 2 * secondBias).toBe(parameterCounts.bilstm_1000_100_two_biases);
    expect(bilstmHead(size).size).toBe(881_001);
    expect(mlpHead(size).size).toBe(parameterCounts.mlp_17000_100);
  });

  test('the LSTM of one unit gives the worked logit and loss, its gates in their right places', () => {
    const { i, f, g, o } = lstm.kernel;
    const head: Head = lstmHead({ layers: lstm.inputs.length, classes: 1, units: 1 });
    const four = (value: number) => [value, value, value, value];
    const weights = Float32Array.of(i, f, g, o, ...four(lstm.recurrent), ...four(lstm.bias), 2, -1);
    expect(weights.length).toBe(head.size);
    const maps = Float32Array.from(lstm.inputs);
    const logit = head.logits(tf.tensor1d(weights), tf.tensor3d(maps, [1, lstm.inputs.length, 1]));
    // Single precision, and a tanh that is right to 3e-7.
    expect(logit.dataSync()[0]).toBeCloseTo(lstm.logit_2h_minus_1, 6);
    const { loss } = head.lossAndGradient(weights, {
      n: 1,
      maps,
      labels: Float32Array.of(1),
      random: seededRandom(0),
    });
    expect(loss).toBeCloseTo(lstm.bce_label_1, 6);
  });

  test('draws fall on every group alike, whatever its size', () => {
    const { counts, probability_of_each_group } = cases.balancedSampler;
    const groups = Object.entries(counts).flatMap(([group, count]) => Array<string>(count).fill(group));
    const [draw, random] = [balancedDraw(groups, 'group'), seededRandom(2)];
    const drawn = new Map<string, number>();
    const draws = 60_000;
    for (let at = 0; at < draws; at++) {
      const group = groups[draw(random)] ?? '';
      drawn.set(group, (drawn.get(group) ?? 0) + 1);
    }
    expect([...drawn.keys()].sort()).toEqual(Object.keys(counts).sort());
    // One deviation of a share of 1/6 over 60,000 draws is 0.0015.
    for (const count of drawn.values())
      expect(Math.abs(count / draws - probability_of_each_group)).toBeLessThan(0.0075);
  });
});
