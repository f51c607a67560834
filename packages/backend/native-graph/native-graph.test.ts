import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pooledOutputs } from '@fiducial/core/activations';
import { type Classifier, layersClassifier } from '@fiducial/core/models';
import { seededRandom, tf } from '@fiducial/core/tensors';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBackend } from '../load-backend';
import { compileNetwork } from './compile-network';
import { layerGraphs } from './layers';

/** Without native TensorFlow, every network must say so and run layer by layer: the same tests then hold the fallback. */
let native = false;

beforeAll(async () => {
  native = (await loadBackend({ prefer: undefined })).name === 'native';
});

const { layers } = tf;
const shape: [number, number, number] = [8, 8, 2];
const classes = 3;

/** A network from one tensor to another; a dense layer makes logits of what is left of the image. */
type Middle = (x: tf.SymbolicTensor) => tf.SymbolicTensor;

const through =
  (...some: (() => tf.layers.Layer)[]): Middle =>
  (x) =>
    some.reduce((at, make) => make().apply(at) as tf.SymbolicTensor, x); // symbolic in, symbolic out

const conv = (settings: object = {}) =>
  layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh', ...settings });

const merged =
  (merge: () => tf.layers.Layer): Middle =>
  (x) => {
    const [left, right] = [conv().apply(x), conv({ kernelSize: 1 }).apply(x)] as tf.SymbolicTensor[];
    return merge().apply([left, right] as tf.SymbolicTensor[]) as tf.SymbolicTensor; // as above
  };

const activated = (activation: string) =>
  through(
    () => conv({ activation: 'linear' }),
    () => layers.activation({ activation: activation as 'relu' }),
  );

const middles: Readonly<Record<string, Middle>> = {
  'Conv2D valid': through(() => conv({ padding: 'valid', strides: 1 })),
  'Conv2D same, stride 2': through(() => conv({ strides: 2 })),
  'Conv2D 1x1 of stride 2, no bias': through(() => conv({ kernelSize: 1, strides: 2, useBias: false })),
  DepthwiseConv2D: through(() =>
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', activation: 'relu' }),
  ),
  'DepthwiseConv2D of stride 2': through(() => layers.depthwiseConv2d({ kernelSize: 3, strides: 2 })),
  SeparableConv2D: through(() => layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2 })),
  Dense: through(
    () => layers.flatten(),
    () => layers.dense({ units: 6, activation: 'sigmoid' }),
  ),
  MaxPooling2D: through(conv, () => layers.maxPooling2d({ poolSize: 2 })),
  'MaxPooling2D overlapping, same': through(conv, () =>
    layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ),
  AveragePooling2D: through(conv, () =>
    layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ),
  GlobalAveragePooling2D: through(conv, () => layers.globalAveragePooling2d({})),
  GlobalMaxPooling2D: through(conv, () => layers.globalMaxPooling2d({})),
  ReLU: through(
    () => conv({ activation: 'linear' }),
    () => layers.reLU(),
  ),
  'ReLU up to 6': through(
    () => conv({ activation: 'linear' }),
    () => layers.reLU({ maxValue: 6 }),
  ),
  'ReLU up to 0.1': through(
    () => conv({ activation: 'linear' }),
    () => layers.reLU({ maxValue: 0.1 }),
  ),
  LeakyReLU: through(
    () => conv({ activation: 'linear' }),
    () => layers.leakyReLU({ alpha: 0.2 }),
  ),
  ELU: through(
    () => conv({ activation: 'linear' }),
    () => layers.elu({ alpha: 1 }),
  ),
  Softmax: through(
    () => layers.flatten(),
    () => layers.softmax(),
  ),
  BatchNormalization: through(
    () => conv({ activation: 'linear' }),
    () => layers.batchNormalization({}),
  ),
  'BatchNormalization over a list of one axis': through(conv, () =>
    layers.batchNormalization({ axis: listOfOneAxis }),
  ),
  Rescaling: through(() => layers.rescaling({ scale: 0.5, offset: -0.2 }), conv),
  Add: merged(() => layers.add()),
  'Add of a tensor to itself': (x) => {
    const once = conv().apply(x) as tf.SymbolicTensor; // as above
    return layers.add().apply([once, once]) as tf.SymbolicTensor; // as above
  },
  Average: merged(() => layers.average()),
  Multiply: merged(() => layers.multiply()),
  Concatenate: merged(() => layers.concatenate()),
  ZeroPadding2D: through(
    () =>
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
      }),
    conv,
  ),
  Flatten: through(() => layers.flatten()),
  Reshape: through(conv, () => layers.reshape({ targetShape: [4, 16, 4] }), conv),
  Permute: through(conv, () => layers.permute({ dims: [3, 1, 2] })),
  Dropout: through(conv, () => layers.dropout({ rate: 0.5 })),
  AlphaDropout: through(conv, () => layers.alphaDropout({ rate: 0.5 })),
  GaussianDropout: through(conv, () => layers.gaussianDropout({ rate: 0.5 })),
  GaussianNoise: through(conv, () => layers.gaussianNoise({ stddev: 1 })),
  ...Object.fromEntries(
    ['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh', 'softmax', 'softplus', 'swish'].map(
      (name) => [`Activation ${name}`, activated(name)],
    ),
  ),
};

const random = seededRandom(9);
const values = (size: number, low: number, high: number) =>
  Float32Array.from({ length: size }, () => low + (high - low) * random.uniform());

/** TF.js takes Keras' list of one axis too, though its type does not say so. */
const listOfOneAxis = [3] as unknown as number;

/** The network around a middle, with weights that reach both sides of every activation. */
function network(middle: Middle): tf.LayersModel {
  const input = tf.input({ shape: [...shape] });
  const out = middle(input);
  const flat = out.rank > 2 ? (layers.flatten().apply(out) as tf.SymbolicTensor) : out; // symbolic in and out
  const made = tf.model({
    inputs: input,
    outputs: layers.dense({ units: classes }).apply(flat) as tf.SymbolicTensor, // symbolic in and out
  });
  // Variances of batch normalization must stay above zero.
  made.setWeights(
    made.getWeights().map(({ shape: of, size }, at) => {
      const name = made.weights[at]?.originalName ?? '';
      return tf.tensor(/variance/.test(name) ? values(size, 0.5, 2) : values(size, -0.7, 0.7), of);
    }),
  );
  return made;
}

const batch = (count: number) =>
  tf.tensor4d(values(count * shape[0] * shape[1] * shape[2], -1, 1), [count, ...shape]);

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => a.sub(b).abs().max().dataSync()[0] ?? Number.NaN);
}

/** By tape, layer by layer: what the graph is held against. */
const tape = {
  crossEntropy: (model: Classifier, images: tf.Tensor, labels: tf.Tensor) =>
    tf.grad((x: tf.Tensor) => tf.logSoftmax(model.logits(x)).mul(tf.oneHot(labels, classes)).sum().neg())(
      images,
    ),
  ofLogits: (model: Classifier, images: tf.Tensor, cotangent: tf.Tensor) =>
    tf.grad((x: tf.Tensor) => model.logits(x).mul(cotangent).sum())(images),
};

/** Values and gradients here are of the size of 1: differences come from the order of sums in single precision. */
const tolerance = 2e-5;

describe('a layer in the graph gives the values and gradients of the tape', () => {
  test.each(Object.entries(middles))('%s', (_, middle) => {
    const made = network(middle);
    const [eager, graph] = [layersClassifier(made, [-1, 1]), layersClassifier(made, [-1, 1], compileNetwork)];
    expect(graph.execution?.by).toBe(native ? 'graph' : 'layers');
    // The batch changes between calls, down to one image.
    for (const count of [5, 1, 3]) {
      const images = batch(count);
      const labels = tf.tensor1d(
        Int32Array.from({ length: count }, (_, row) => row % classes),
        'int32',
      );
      const cotangent = tf.tensor2d(values(count * classes, -1, 1), [count, classes]);
      expect(largestDifference(graph.logits(images), eager.logits(images))).toBeLessThan(tolerance);
      const expected = tape.ofLogits(eager, images, cotangent);
      // Through the graph as one operation of the tape.
      expect(largestDifference(tape.ofLogits(graph, images, cotangent), expected)).toBeLessThan(tolerance);
      if (!native) continue;
      const { gradients } = graph;
      if (!gradients) throw new Error('expected gradients');
      const pass = gradients.linearize(images);
      expect(largestDifference(pass.logits, eager.logits(images))).toBeLessThan(tolerance);
      // Twice, as the pass is kept, and with another cotangent in between.
      expect(largestDifference(pass.gradient(cotangent), expected)).toBeLessThan(tolerance);
      expect(largestDifference(pass.gradient(cotangent.mul(2)), expected.mul(2))).toBeLessThan(2 * tolerance);
      expect(largestDifference(pass.gradient(cotangent), expected)).toBeLessThan(tolerance);
      const found = gradients.crossEntropy(images, labels);
      expect(largestDifference(found.logits, eager.logits(images))).toBeLessThan(tolerance);
      expect(largestDifference(found.gradient, tape.crossEntropy(eager, images, labels))).toBeLessThan(
        tolerance,
      );
      // A gradient of zero everywhere would agree with nothing that is wrong.
      expect(expected.abs().max().dataSync()[0]).toBeGreaterThan(1e-3);
    }
    graph.dispose();
  });

  test('is tested above for every kind of layer', () => {
    const tested = Object.keys(middles).map((name) => name.split(' ')[0]);
    expect([...new Set(tested)].sort()).toEqual(Object.keys(layerGraphs).sort());
  });
});

test('batch normalization without scale and center is the one with scale 1 and center 0', () => {
  // TF.js' tape fails without a scale: the graph with ones and zeros, held against the tape above, stands in.
  const normalized = (settings: object) =>
    network(through(conv, () => layers.batchNormalization({ epsilon: 0.01, ...settings })));
  const [plain, full] = [normalized({ scale: false, center: false }), normalized({})];
  const [kernel, bias, mean, variance, ...rest] = plain.getWeights();
  const all = [kernel, bias, tf.ones([4]), tf.zeros([4]), mean, variance, ...rest];
  full.setWeights(all.filter((weight) => weight !== undefined));
  const [left, right] = [plain, full].map((made) => layersClassifier(made, [-1, 1], compileNetwork));
  const [images, cotangent] = [batch(3), tf.ones([3, classes])];
  if (!left || !right) throw new Error('expected two models');
  expect(largestDifference(left.logits(images), right.logits(images))).toBeLessThan(tolerance);
  expect(left.gradients !== undefined).toBe(native);
  if (left.gradients && right.gradients)
    expect(
      largestDifference(
        left.gradients.linearize(images).gradient(cotangent),
        right.gradients.linearize(images).gradient(cotangent),
      ),
    ).toBeLessThan(tolerance);
});

/** A branch that is added, normalization and a pooled end: what residual networks are made of. */
const residual: Middle = (x) => {
  const branch = through(
    () => conv({ name: 'first', filters: 2, activation: 'relu' }),
    () => conv({ name: 'second', filters: 2, activation: 'linear' }),
  );
  const block = layers.add({ name: 'block' }).apply([x, branch(x)]) as tf.SymbolicTensor; // symbolic in and out
  return through(
    () => conv({ name: 'wide', strides: 2 }),
    () => layers.batchNormalization({ name: 'normalized' }),
    () => layers.globalAveragePooling2d({ name: 'pooled' }),
    () => layers.dense({ name: 'hidden', units: 7, activation: 'relu' }),
  )(block);
};

describe('a network with taps in one graph', () => {
  const taps = ['block', 'wide', 'pooled', 'hidden'];
  const features = (model: Classifier, images: tf.Tensor) => {
    const found = pooledOutputs(model, images, taps);
    return [found.logits, ...found.features];
  };

  test('gives the pooled features and their gradient as the tape does', () => {
    const made = network(residual);
    const [eager, graph] = [layersClassifier(made, [-1, 1]), layersClassifier(made, [-1, 1], compileNetwork)];
    expect(graph.execution?.by).toBe(native ? 'graph' : 'layers');
    for (const count of [4, 1]) {
      const images = batch(count);
      const expected = features(eager, images);
      features(graph, images).forEach((found, index) => {
        expect(largestDifference(found, expected[index] ?? images)).toBeLessThan(tolerance);
      });
      // Every feature with a factor of its own: a gradient that reached another tap would show.
      const factors = expected.map((part) => tf.tensor(values(part.size, -1, 1), part.shape));
      const summed = (model: Classifier) => (x: tf.Tensor) =>
        features(model, x)
          .map((part, index) => part.mul(factors[index] ?? 0).sum())
          .reduce((a, b) => a.add(b));
      const [byGraph, byTape] = [graph, eager].map((model) => tf.grad(summed(model))(images));
      if (!byGraph || !byTape) throw new Error('expected two gradients');
      expect(largestDifference(byGraph, byTape)).toBeLessThan(tolerance);
      expect(byTape.abs().max().dataSync()[0]).toBeGreaterThan(1e-3);
    }
    graph.dispose();
  });

  test('keeps a forward pass through branches for gradients', () => {
    const made = network(residual);
    const [eager, graph] = [layersClassifier(made, [-1, 1]), layersClassifier(made, [-1, 1], compileNetwork)];
    expect(graph.gradients !== undefined).toBe(native);
    const [images, cotangent] = [batch(3), tf.tensor2d(values(3 * classes, -1, 1), [3, classes])];
    const pass = graph.gradients?.linearize(images);
    if (pass)
      expect(
        largestDifference(pass.gradient(cotangent), tape.ofLogits(eager, images, cotangent)),
      ).toBeLessThan(tolerance);
    graph.dispose();
  });

  test('leaves an unknown layer to the model itself, which names those that it has', () => {
    const model = layersClassifier(network(residual), [-1, 1], compileNetwork);
    expect(() => pooledOutputs(model, batch(1), ['elsewhere'])).toThrow(
      /^layer: expected one of .*first, second/,
    );
    model.dispose();
  });
});

test('a network with a layer that has no form in the graph runs layer by layer, and says which', () => {
  const model = layersClassifier(
    network(through(() => layers.upSampling2d({ size: [2, 2] }))),
    [-1, 1],
    compileNetwork,
  );
  expect(model.gradients).toBeUndefined();
  expect(model.execution).toMatchObject({
    by: 'layers',
    reason: native
      ? expect.stringMatching(/^layer up_sampling2d_.* \(UpSampling2D\): no form in the graph$/)
      : expect.stringMatching(/^one graph needs native TensorFlow/),
  });
  expect(model.logits(batch(2)).shape).toEqual([2, classes]);
});

test.each([
  ['a dilated convolution', () => conv({ dilationRate: 2 }), /expected dilationRate 1, got \[2,2\]$/],
  ['a mish', () => conv({ activation: 'mish' }), /expected one of the activations .*, got "mish"$/],
])('%s is refused in words', (_, make, words) => {
  const { execution } = layersClassifier(network(through(make)), [-1, 1], compileNetwork);
  expect(execution).toMatchObject({ by: 'layers' });
  if (native && execution?.by === 'layers') expect(execution.reason).toMatch(words);
});

test('a graph leaves no tensor, session or folder behind', () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('fiducial-graph-')).length;
  const sessions = () =>
    native ? (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels() : 0; // tfjs-node's
  const made = network(residual);
  const images = batch(2);
  const labels = tf.tensor1d([0, 1], 'int32');
  const cotangent = tf.ones([2, classes]);
  const before = { tensors: tf.memory().numTensors, sessions: sessions(), folders: folders() };
  const model = layersClassifier(made, [-1, 1], compileNetwork);
  for (let turn = 0; turn < 3; turn++) {
    tf.dispose(model.logits(images));
    tf.dispose(tf.tidy(() => tf.grad((x: tf.Tensor) => model.logits(x).sum())(images)));
    tf.dispose({ ...pooledOutputs(model, images, ['pooled', 'block']) });
    if (model.gradients) tf.dispose({ ...model.gradients.crossEntropy(images, labels) });
    const pass = model.gradients?.linearize(images);
    tf.dispose([pass?.gradient(cotangent) ?? [], pass?.logits ?? []].flat());
    pass?.dispose();
  }
  expect(tf.memory().numTensors).toBe(before.tensors);
  expect(sessions()).toBe(before.sessions + (native ? 2 : 0));
  expect(folders()).toBe(before.folders);
  model.dispose();
  expect(sessions()).toBe(before.sessions);
});
