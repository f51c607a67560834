import { deserializeModel, serializeModel } from '@fiducial/core/models';
import { tf } from '@fiducial/core/tensors';
import { normalizeInput, readLayersModel } from '@fiducial/formats';
import { beforeAll, expect, test } from 'vitest';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape = [4, 4, 2];
const normalization = { mean: [0.5, 0.25], std: [0.2, 0.4] };

function sequential(): tf.LayersModel {
  const layers = [
    tf.layers.zeroPadding2d({ name: 'pad', padding: 1, inputShape: shape }),
    tf.layers.conv2d({ name: 'conv', filters: 3, kernelSize: 3 }),
    tf.layers.flatten(),
    tf.layers.dense({ name: 'logits', units: 2 }),
  ];
  return tf.sequential({ layers });
}

function functional(): tf.LayersModel {
  const input = tf.input({ shape, name: 'pixels' });
  const conv = tf.layers.conv2d({ name: 'conv', filters: 2, kernelSize: 3, padding: 'same' }).apply(input);
  const sum = tf.layers.add().apply([input, conv as tf.SymbolicTensor]); // symbolic in, symbolic out
  const pooled = tf.layers.globalAveragePooling2d({}).apply(sum) as tf.SymbolicTensor;
  const output = tf.layers.dense({ name: 'logits', units: 2 }).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

async function stored(model: tf.LayersModel) {
  const { modelJson, weightData } = await serializeModel(model);
  return readLayersModel(modelJson, new Map([['weights.bin', weightData]]));
}

test.each([
  ['sequential', sequential],
  ['functional', functional],
])('a %s model given plain pixels says what it said of normalized ones, padding and all', async (_, make) => {
  const plain = make();
  const normalized = await deserializeModel(normalizeInput(await stored(plain), normalization));
  const pixels = tf.randomUniform([3, ...shape], 0, 1, 'float32', 2);
  const given = pixels.sub(tf.tensor1d(normalization.mean)).div(tf.tensor1d(normalization.std));
  const expected = (plain.predict(given) as tf.Tensor).dataSync(); // one output
  const got = (normalized.predict(pixels) as tf.Tensor).dataSync(); // one output
  expect(got).toHaveLength(6);
  expected.forEach((value, at) => {
    expect(got[at]).toBeCloseTo(value, 4);
  });
});

test('a normalization of other channels is refused', async () => {
  const file = await stored(sequential());
  expect(() => normalizeInput(file, { mean: [0, 0, 0], std: [1, 1, 1] })).toThrow(
    'normalization: expected a mean and a std for each of 2 channels, got 3 and 3',
  );
});
