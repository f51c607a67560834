import { beforeAll, expect, test } from 'vitest';
import { tf } from '../tensors';
import { blockOutputs } from './block-outputs';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A layer, applied to one tensor or several. */
const applied = (layer: tf.layers.Layer, to: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
  layer.apply(to) as tf.SymbolicTensor; // symbolic in and out

/** Two sums, each followed by a normalization; only the second normalization alone reads its sum and has a ReLU after it. */
function preActivated(): tf.LayersModel {
  const input = tf.input({ shape: [4, 4, 2] });
  const conv = (name: string) => tf.layers.conv2d({ name, filters: 2, kernelSize: 3, padding: 'same' });
  const normalized = (name: string, of: tf.SymbolicTensor) =>
    applied(tf.layers.reLU({ name: `relu${name}` }), applied(tf.layers.batchNormalization({ name }), of));
  const first = applied(tf.layers.add({ name: 'sum1' }), [input, applied(conv('a'), input)]);
  const inner = applied(conv('b'), normalized('inner', first));
  const second = applied(tf.layers.add({ name: 'sum2' }), [first, inner]);
  const pooled = applied(tf.layers.globalAveragePooling2d({ name: 'pool' }), normalized('last', second));
  return tf.model({ inputs: input, outputs: applied(tf.layers.dense({ units: 3 }), pooled) });
}

test('a block ends after the activation that follows its sum through a normalization, unless something else reads the sum', () => {
  expect(blockOutputs(preActivated())).toEqual(['sum1', 'relulast', 'pool']);
});

test('a normalization without an activation leaves the sum as the end of its block', () => {
  const input = tf.input({ shape: [4, 4, 2] });
  const sum = applied(tf.layers.add({ name: 'sum' }), [input, input]);
  const flat = applied(tf.layers.flatten(), applied(tf.layers.batchNormalization({ name: 'norm' }), sum));
  const network = tf.model({ inputs: input, outputs: applied(tf.layers.dense({ units: 3 }), flat) });
  expect(blockOutputs(network)).toEqual(['sum']);
});
