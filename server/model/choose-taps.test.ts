import type { LayerDescription } from '@fiducial/core/models';
import { describe, expect, test } from 'vitest';
import { chooseTaps } from './choose-taps';

/** Layers by name: class, shape of the output and number of parameters. */
function layers(described: Record<string, [string, number[], number]>): LayerDescription[] {
  return Object.entries(described).map(([name, [className, outputShape, parameters]]) => ({
    name,
    className,
    outputShape,
    parameters,
  }));
}

const plain = layers({
  pixels: ['InputLayer', [8, 8, 3], 0],
  input_normalization: ['BatchNormalization', [8, 8, 3], 12],
  conv: ['Conv2D', [6, 6, 4], 112],
  norm: ['BatchNormalization', [6, 6, 4], 16],
  active: ['Activation', [6, 6, 4], 0],
  flat: ['Flatten', [144], 0],
  hidden: ['Dense', [5], 725],
  logits: ['Dense', [2], 12],
});

const none = { wanted: [], usual: [] };

describe('taps that nobody chose', () => {
  test('are the layers between the normalization of the input and the logits', () => {
    expect(chooseTaps(plain, none)).toEqual(['conv', 'norm', 'hidden']);
  });

  test('are not rescaled pixels, whatever rescales them', () => {
    const rescaled = layers({
      pixels: ['InputLayer', [8, 8, 3], 0],
      rescaling: ['Rescaling', [8, 8, 3], 0],
      pool: ['AveragePooling2D', [4, 4, 3], 0],
      conv: ['Conv2D', [2, 2, 4], 112],
      logits: ['Dense', [2], 12],
    });
    expect(chooseTaps(rescaled, none)).toEqual(['conv']);
  });

  test('are not the logits in another shape', () => {
    const reshaped = layers({
      conv: ['Conv2D', [6, 6, 4], 112],
      pool: ['GlobalAveragePooling2D', [4], 0],
      column: ['Reshape', [1, 1, 4], 0],
      scores: ['Conv2D', [1, 1, 2], 10],
      row: ['Reshape', [2], 0],
    });
    expect(chooseTaps(reshaped, none)).toEqual(['conv', 'pool']);
    const averaged = layers({
      conv: ['Conv2D', [6, 6, 4], 112],
      scores: ['Conv2D', [6, 6, 2], 10],
      scale: ['BatchNormalization', [6, 6, 2], 8],
      mean: ['GlobalAveragePooling2D', [2], 0],
    });
    expect(chooseTaps(averaged, none)).toEqual(['conv']);
  });

  test('are the usual ones of the network, without those that say nothing', () => {
    const graph = layers({
      input_normalization: ['RealDiv', [8, 8, 3], 3],
      conv: ['Conv2D', [6, 6, 4], 108],
      block: ['Relu', [6, 6, 4], 0],
      mean: ['Mean', [1, 1, 4], 0],
      scores: ['Conv2D', [1, 1, 2], 8],
      bias: ['BiasAdd', [1, 1, 2], 2],
      row: ['Squeeze', [2], 0],
    });
    expect(chooseTaps(graph, { wanted: [], usual: ['block', 'mean', 'bias'] })).toEqual(['block', 'mean']);
  });

  test('are none of a network that has but one layer', () => {
    expect(chooseTaps(plain.slice(4, 6).concat(plain.slice(7)), none)).toEqual([]);
  });

  test('are taken when they are asked for', () => {
    for (const tap of chooseTaps(plain, none))
      expect(chooseTaps(plain, { ...none, wanted: [tap] })).toEqual([tap]);
  });
});

describe('taps that are asked for', () => {
  test('are taken in forward order, also where nobody would get them unasked', () => {
    const wanted = ['hidden', 'active', 'input_normalization'];
    expect(chooseTaps(plain, { ...none, wanted })).toEqual(['input_normalization', 'active', 'hidden']);
  });

  test('are refused with the names of those that can be had', () => {
    expect(() => chooseTaps(plain, { ...none, wanted: ['flat'] })).toThrow(
      'taps: expected some of input_normalization, conv, norm, active, hidden, got flat',
    );
    expect(() => chooseTaps(plain, { ...none, wanted: ['logits'] })).toThrow(/got logits$/);
    expect(() => chooseTaps(plain.slice(-1), { ...none, wanted: ['logits'] })).toThrow(
      'taps: expected none, for no layer before the last can be pooled, got logits',
    );
  });
});
