import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../tensors';
import { layerTaps } from './layer-taps';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const conv = (name: string, activation: 'linear' | 'relu' = 'linear') =>
  tf.layers.conv2d({ name, filters: 2, kernelSize: 1, activation });
const norm = (name: string) => tf.layers.batchNormalization({ name });
const relu = (name: string) => tf.layers.activation({ name, activation: 'relu' });

/** Taps of layers behind each other, which read images `[4, 4, 2]`. */
function tapsOf(layers: tf.layers.Layer[]): string[] {
  return layerTaps(tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [4, 4, 2] }), ...layers] }));
}

describe('taps of a network without residual blocks', () => {
  test('come after the activation of each layer, with or without a normalization between', () => {
    const layers = [
      conv('conv'),
      norm('norm'),
      relu('active'),
      conv('conv2'),
      tf.layers.reLU({ name: 'active2' }),
    ];
    expect(tapsOf([...layers, conv('scores')])).toEqual(['active', 'active2']);
  });

  test('are the layers themselves where they apply an activation, also with a normalization behind it', () => {
    expect(tapsOf([conv('conv', 'relu'), norm('norm'), conv('conv2', 'relu'), conv('scores')])).toEqual([
      'conv',
      'conv2',
    ]);
  });

  test('come after a normalization that no activation follows, and before one that follows an activation', () => {
    expect(
      tapsOf([conv('conv'), norm('norm'), conv('conv2'), relu('active'), norm('norm2'), conv('scores')]),
    ).toEqual(['norm', 'active']);
  });

  test('look for the activation behind layers that do nothing outside training, and are none of them', () => {
    const still = tf.layers.dropout({ name: 'drop', rate: 0.5 });
    const linear = tf.layers.activation({ name: 'same', activation: 'linear' });
    expect(tapsOf([conv('conv'), still, linear, relu('active'), conv('scores')])).toEqual(['active']);
  });

  test('are each pooling and each joint too, and activations of layers that something else reads as well', () => {
    const input = tf.input({ shape: [4, 4, 2] });
    const applied = (layer: tf.layers.Layer, ...to: tf.SymbolicTensor[]) =>
      layer.apply(to.length > 1 ? to : (to[0] ?? [])) as tf.SymbolicTensor; // symbolic in, symbolic out
    const first = applied(conv('conv'), input);
    const active = applied(relu('active'), first);
    const joined = applied(tf.layers.concatenate({ name: 'joined' }), first, active);
    const pooled = applied(tf.layers.globalAveragePooling2d({ name: 'pool' }), joined);
    const logits = applied(tf.layers.dense({ name: 'logits', units: 3 }), pooled);
    expect(layerTaps(tf.model({ inputs: input, outputs: logits }))).toEqual([
      'conv',
      'active',
      'joined',
      'pool',
    ]);
  });
});

test('logits are no taps, nor what follows them', () => {
  const scores = [conv('scores'), tf.layers.globalAveragePooling2d({ name: 'mean' })];
  expect(tapsOf([conv('conv'), relu('active'), ...scores, tf.layers.softmax({ name: 'end' })])).toEqual([
    'active',
  ]);
});

test('taps of a network with residual blocks are the outputs of the blocks and the pooling over space', () => {
  const input = tf.input({ shape: [4, 4, 2] });
  const inner = relu('active').apply(conv('conv').apply(input)) as tf.SymbolicTensor; // symbolic in, symbolic out
  const sum = relu('block').apply(tf.layers.add({ name: 'sum' }).apply([input, inner]));
  const pooled = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(sum);
  const logits = tf.layers.dense({ name: 'logits', units: 3 }).apply(pooled) as tf.SymbolicTensor; // symbolic in and out
  expect(layerTaps(tf.model({ inputs: input, outputs: logits }))).toEqual(['block', 'pool']);
});
