import { beforeAll, expect, test } from 'vitest';
import { tf } from '../tensors';
import { blockOutputs } from './block-outputs';
import { keepClasses } from './keep-classes';
import { layersClassifier } from './layers-classifier';
import { drawUniformWeights } from './uniform-weights';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape = [4, 4, 2];
const pixels = () => tf.randomUniform([3, ...shape], 0, 1, 'float32', 1);

/** Two residual blocks, the second without an activation after its sum, and five classes. */
function residual({ softmax }: { softmax: boolean }): tf.LayersModel {
  const conv = (name: string) =>
    tf.layers.conv2d({ name, filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' });
  const input = tf.input({ shape });
  const sum = tf.layers.add({ name: 'sum1' }).apply([input, conv('a').apply(input) as tf.SymbolicTensor]);
  const first = tf.layers.reLU({ name: 'block1' }).apply(sum) as tf.SymbolicTensor;
  const second = tf.layers
    .add({ name: 'block2' })
    .apply([first, conv('b').apply(first) as tf.SymbolicTensor]) as tf.SymbolicTensor;
  const pooled = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(second);
  const logits = tf.layers.dense({ name: 'logits', units: 5 }).apply(pooled) as tf.SymbolicTensor;
  const output = softmax ? tf.layers.softmax({ name: 'end' }).apply(logits) : logits;
  const made = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor }); // symbolic in, symbolic out
  drawUniformWeights(made, 1);
  return made;
}

test.each([true, false])('kept classes have the logits that they had, softmax after them %s', (softmax) => {
  const all = residual({ softmax });
  const before = layersClassifier(all, [0, 1]).logits(pixels()).arraySync() as number[][]; // a matrix
  const kept = layersClassifier(keepClasses(all, [4, 0, 2]), [0, 1]);
  const after = kept.logits(pixels()).arraySync() as number[][]; // a matrix
  expect(kept.classes).toBe(3);
  for (const [row, logits] of before.entries())
    for (const [at, of] of [4, 0, 2].entries())
      expect(after[row]?.[at]).toBeCloseTo(logits[of] ?? Number.NaN, 6);
});

test('a network that ends in a convolution keeps classes too', () => {
  const input = tf.input({ shape });
  const pooled = tf.layers.globalAveragePooling2d({}).apply(input);
  const pixel = tf.layers.reshape({ targetShape: [1, 1, 2] }).apply(pooled);
  const scores = tf.layers.conv2d({ filters: 5, kernelSize: 1 }).apply(pixel);
  const output = tf.layers.reshape({ name: 'row', targetShape: [5] }).apply(scores) as tf.SymbolicTensor; // symbolic in and out
  const all = tf.model({ inputs: input, outputs: output });
  drawUniformWeights(all, 1);
  const before = layersClassifier(all, [0, 1]).logits(pixels()).arraySync() as number[][]; // a matrix
  const after = layersClassifier(keepClasses(all, [4, 0]), [0, 1])
    .logits(pixels())
    .arraySync();
  expect(after).toEqual(before.map((row) => [row[4], row[0]]));
});

test('a class that the model does not have is refused', () => {
  expect(() => keepClasses(residual({ softmax: true }), [0, 5])).toThrow(
    'outputClasses: expected classes below 5, got 5',
  );
});

test('a block ends after the activation of its sum where there is one', () => {
  expect(blockOutputs(residual({ softmax: true }))).toEqual(['block1', 'block2', 'pool']);
});

test('a network without sums has no blocks', () => {
  expect(blockOutputs(tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] }))).toEqual(
    [],
  );
});
