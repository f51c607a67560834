import { beforeAll, describe, expect, test } from 'vitest';
import { extractFeatures } from '../activations';
import type { MetricPoint } from '../context';
import { seededRandom, tf } from '../tensors';
import { layersClassifier } from './layers-classifier';
import { predict } from './predict';
import { deserializeModel, serializeModel } from './serialize-model';
import { standardCnn } from './standard-cnn';
import { trainClassifier } from './train-classifier';
import type { TrainingKeeper, TrainingState } from './training-state';
import { drawUniformWeights } from './uniform-weights';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape: [number, number, number] = [6, 6, 1];
const context = { seed: 0 };

function network(last: tf.layers.Layer[]) {
  const layers = [
    tf.layers.conv2d({ name: 'conv', filters: 3, kernelSize: 3, activation: 'relu', inputShape: shape }),
    tf.layers.flatten({ name: 'flatten' }),
    ...last,
  ];
  const made = tf.sequential({ layers });
  drawUniformWeights(made, 1);
  return made;
}

const linear = () => network([tf.layers.dense({ name: 'logits', units: 2 })]);

/** Bright above, or bright below: two classes that a small network learns in some steps. */
function halves(count: number) {
  const random = seededRandom(2);
  const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
  const data = Uint8Array.from({ length: count * 36 }, (_, at) => {
    const below = at % 36 >= 18 ? 1 : 0;
    return (below === Math.floor(at / 36) % 2 ? 150 : 20) + random.integer(90);
  });
  return { images: { data, shape }, labels };
}

const some = halves(8);
const pixels = () => tf.tensor4d(some.images.data, [8, ...shape]).div(255);
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe('a layers classifier', () => {
  test.each([
    [
      'a Softmax layer',
      () => [tf.layers.dense({ name: 'logits', units: 2 }), tf.layers.softmax({ name: 'end' })],
    ],
    [
      'an Activation layer',
      () => [
        tf.layers.dense({ name: 'logits', units: 2 }),
        tf.layers.activation({ name: 'end', activation: 'softmax' }),
      ],
    ],
    [
      'a Dense layer with softmax',
      () => [tf.layers.dense({ name: 'logits', units: 2, activation: 'softmax' })],
    ],
    [
      'a Softmax layer before a change of shape',
      () => [
        tf.layers.dense({ name: 'logits', units: 2 }),
        tf.layers.reshape({ name: 'column', targetShape: [1, 1, 2] }),
        tf.layers.activation({ name: 'probabilities', activation: 'softmax' }),
        tf.layers.reshape({ name: 'row', targetShape: [2] }),
        tf.layers.dropout({ name: 'drop', rate: 0.5 }),
      ],
    ],
    [
      'a Dense layer with softmax before layers that change nothing',
      () => [
        tf.layers.dense({ name: 'logits', units: 2, activation: 'softmax' }),
        tf.layers.reshape({ name: 'row', targetShape: [2] }),
        tf.layers.activation({ name: 'same', activation: 'linear' }),
      ],
    ],
  ])('gives the logits of a network that ends in %s', (_, last) => {
    const cut = layersClassifier(network(last()), [0, 1]);
    const plain = layersClassifier(linear(), [0, 1]);
    const [got, expected] = [numbers(cut.logits(pixels())), numbers(plain.logits(pixels()))];
    expected.forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 6);
    });
  });

  test.each([
    ['of its own', [tf.layers.dense({ units: 2 }), tf.layers.softmax({ name: 'end' })]],
    ['within its last layer', [tf.layers.dense({ units: 2, activation: 'softmax' })]],
    [
      'before a change of shape',
      [tf.layers.dense({ units: 2, activation: 'softmax' }), tf.layers.reshape({ targetShape: [2] })],
    ],
  ])('frees everything, also where a softmax %s was cut', (_, last) => {
    const before = tf.memory().numTensors;
    layersClassifier(network(last), [0, 1]).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('describes its layers in forward order, and gives the outputs of those asked for', () => {
    const model = layersClassifier(linear(), [0, 1]);
    expect(model.layers.map(({ name, outputShape }) => [name, outputShape])).toEqual([
      ['conv', [4, 4, 3]],
      ['flatten', [48]],
      ['logits', [2]],
    ]);
    const { taps } = model.forward(pixels(), ['flatten', 'conv']);
    expect(taps.map((tap) => tap.shape)).toEqual([
      [8, 48],
      [8, 4, 4, 3],
    ]);
    expect(() => model.forward(pixels(), ['pool'])).toThrow(
      'layer: expected one of conv, flatten, logits, got pool',
    );
  });

  test('refuses what does not map an image to classes', () => {
    const vector = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [5] })] });
    expect(() => layersClassifier(vector, [0, 1])).toThrow(/^model input: expected \[n, h, w, c\]/);
    const one = network([tf.layers.dense({ units: 1 })]);
    expect(() => layersClassifier(one, [0, 1])).toThrow(/^model output: expected \[n, classes\]/);
    const sigmoid = network([tf.layers.dense({ name: 'only', units: 1, activation: 'sigmoid' })]);
    expect(() => layersClassifier(sigmoid, [0, 1])).toThrow(
      /^model output: expected logits or a softmax over at least two classes, got a sigmoid in only/,
    );
    const several = network([
      tf.layers.dense({ units: 4 }),
      tf.layers.reshape({ targetShape: [2, 2] }),
      tf.layers.softmax({}),
      tf.layers.flatten({}),
    ]);
    expect(() => layersClassifier(several, [0, 1])).toThrow(
      'model output: expected one distribution over the classes, got those over the last axis of [2,2]',
    );
  });
});

test('a model is the same after it was written and read', async () => {
  const model = linear();
  const { modelJson, weightData } = await serializeModel(model);
  const { modelTopology, weightsManifest } = JSON.parse(modelJson);
  const read = await deserializeModel({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData });
  expect(numbers(read.predict(pixels()) as tf.Tensor)).toEqual(numbers(model.predict(pixels()) as tf.Tensor)); // one output
});

describe('training', () => {
  const params = { epochs: 6, learningRate: 0.02, batchSize: 16 };
  const train = async (seed: number, learningRate = params.learningRate) => {
    const model = linear();
    const losses: number[] = [];
    const accuracies: number[] = [];
    const onMetric = ({ name, value }: MetricPoint) => {
      if (name === 'epochLoss') losses.push(value);
      if (name === 'epochAccuracy') accuracies.push(value);
    };
    await trainClassifier(model, halves(64), {
      params: { ...params, learningRate },
      bounds: [0, 1],
      context: { seed, onMetric },
    });
    return { model, losses, accuracies };
  };

  test('learns, and predicts what it learned', async () => {
    const { model, losses, accuracies } = await train(0);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
    expect(accuracies).toHaveLength(params.epochs);
    expect(accuracies[0]).toBeLessThan(1);
    expect(accuracies.at(-1)).toBe(1);
    const { predicted, confidence } = await predict(layersClassifier(model, [0, 1]), some.images, {
      context,
    });
    expect(predicted).toEqual(some.labels);
    for (const value of confidence) expect(value).toBeGreaterThan(0.5);
  });

  test('gives the same losses under the same seed, and others under another', async () => {
    const [once, again, other] = [await train(0), await train(0), await train(1)];
    expect(again.losses).toEqual(once.losses);
    expect(other.losses).not.toEqual(once.losses);
  });

  test.each([1, 5, 17])(
    'that is stopped at step %i goes on to the same bits and the same curves',
    async (step) => {
      const run = async (keeper?: TrainingKeeper, signal?: AbortSignal) => {
        const model = linear();
        const points: MetricPoint[] = [];
        const onMetric = (point: MetricPoint) => points.push(point);
        const context = { seed: 3, onMetric, ...(signal && { signal }) };
        await trainClassifier(model, halves(64), {
          params,
          bounds: [0, 1],
          context,
          ...(keeper && { keeper }),
        });
        return { weights: model.getWeights().map(numbers), points };
      };
      const whole = await run();
      const stopping = new AbortController();
      let kept: TrainingState | undefined;
      let asked = 0;
      const until: TrainingKeeper = {
        due: () => {
          if (asked++ === step) stopping.abort();
          return stopping.signal.aborted;
        },
        keep: async (state) => {
          kept = state;
        },
      };
      await expect(run(until, stopping.signal)).rejects.toThrow('cancelled');
      expect(kept?.step).toBe(step);
      const before = tf.memory().numTensors;
      const resumed = await run({ resume: kept, due: () => false, keep: async () => {} });
      expect(resumed).toEqual(whole);
      // The model itself stays.
      expect(tf.memory().numTensors - before).toBe(whole.weights.length);
    },
  );

  test('fails with words when the loss is no longer a number', async () => {
    await expect(train(0, 1e30)).rejects.toThrow(/^loss at step \d+: expected a finite number/);
  });

  test('leaves nothing behind but the model', async () => {
    const model = linear();
    const before = tf.memory().numTensors;
    await trainClassifier(model, halves(32), { params: { ...params, epochs: 1 }, bounds: [0, 1], context });
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('the standard CNN starts from weights within 1 / sqrt(fan-in), other ones for each seed', () => {
  const weights = (seed: number) =>
    standardCnn
      .build([28, 28, 1], 10, seed)
      .layers.flatMap((layer) => layer.getWeights().map((tensor) => numbers(tensor)));
  const [first = [], bias = [], second = []] = weights(0);
  for (const [values, fanIn] of [
    [first, 9],
    [bias, 9],
    [second, 9 * 32],
  ] as const) {
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(fanIn));
    expect(largest).toBeGreaterThan(0.8 / Math.sqrt(fanIn));
  }
  expect(weights(0)[0]).toEqual(first);
  expect(weights(1)[0]).not.toEqual(first);
});

describe('extracting features', () => {
  test('gives pooled activations in order, the same whatever the chunks', async () => {
    const model = layersClassifier(linear(), [0, 1]);
    const collect = async (chunkRows: number, batchSize: number) => {
      const values: number[] = [];
      for await (const { features } of extractFeatures(model, some.images, {
        taps: ['conv'],
        context,
        chunkRows,
        batchSize,
      }))
        values.push(...(features.get('conv')?.data ?? []));
      return values;
    };
    const whole = await collect(8, 8);
    expect(whole.length).toBe(8 * 3);
    expect(await collect(3, 2)).toEqual(whole);
  });

  test('refuses a model whose activations are not numbers', async () => {
    const model = linear();
    model
      .getLayer('conv')
      .setWeights([tf.fill([3, 3, 1, 3], Number.POSITIVE_INFINITY), tf.fill([3], Number.NEGATIVE_INFINITY)]);
    const run = async () => {
      const options = { taps: ['conv'], context };
      for await (const _ of extractFeatures(layersClassifier(model, [0, 1]), some.images, options));
    };
    await expect(run()).rejects.toThrow(
      /^activations of conv from row 0, row 0: expected a finite number, got NaN/,
    );
  });
});
