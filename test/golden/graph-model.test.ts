import { loadBackend } from '@fiducial/backend';
import {
  type Classifier,
  checkAnyBatch,
  deserializeModel,
  graphClassifier,
  graphTaps,
  layersClassifier,
} from '@fiducial/core/models';
import { tf } from '@fiducial/core/tensors';
import {
  cutGraphSoftmax,
  fixGraphInput,
  type GraphModelFile,
  keepGraphClasses,
  normalizeGraphInput,
  normalizeInput,
  readGraphModel,
  readLayersModel,
  writeGraphModel,
} from '@fiducial/formats';
import { describe, expect, test } from 'vitest';
import { convGraph, type ModelFiles } from '../testkit/conv-graph';

const inputShape: [number, number, number] = [8, 6, 2];
const { graph, layers } = convGraph({ inputShape, classes: 5 });
const bounds: [number, number] = [0, 1];

function read({ json, weights }: ModelFiles): GraphModelFile {
  return readGraphModel(JSON.stringify(json), new Map([['weights.bin', weights]]));
}

/** The graph after a change of its nodes. */
function changed(change: (nodes: { name: string; op: string; input: string[]; attr: object }[]) => unknown) {
  const json = structuredClone(graph.json) as typeof graph.json & { modelTopology: { node: never[] } };
  change(json.modelTopology.node);
  return { ...graph, json };
}

/** The graph with another operation in the place of its softmax, and others behind it that keep all values. */
function ending(operation: string, behind: readonly string[], from = graph): ModelFiles {
  const float = { T: { type: 'DT_FLOAT' } };
  const json = structuredClone(from.json) as typeof graph.json & { modelTopology: { node: object[] } };
  const { node: nodes } = json.modelTopology as { node: { name: string; op: string; input: string[] }[] };
  for (const node of nodes) if (node.name === 'softmax') node.op = operation;
  let last = nodes.at(-1)?.name ?? '';
  for (const [at, op] of behind.entries()) {
    const input = op === 'Reshape' ? [last, 'row'] : [last];
    last = `end${at}`;
    nodes.push({ name: last, op, input, attr: float } as (typeof nodes)[number]);
  }
  if (!behind.includes('Reshape')) return { ...from, json };
  nodes.push({
    name: 'row',
    op: 'Const',
    input: [],
    attr: { dtype: { type: 'DT_INT32' } },
  } as (typeof nodes)[number]);
  const [manifest] = json.weightsManifest as [{ paths: string[]; weights: object[] }];
  const weights = [...manifest.weights, { name: 'row', shape: [2], dtype: 'int32' }];
  // As many rows as there come, so that the rest is the classes.
  const classes = nodes.some(({ name, input }) => name === 'softmax' && input[0] === 'block') ? 8 * 6 * 4 : 5;
  return {
    json: { ...json, weightsManifest: [{ ...manifest, weights }] },
    weights: Buffer.concat([from.weights, Buffer.from(Int32Array.of(-1, classes).buffer)]),
  };
}

const layersFile = () =>
  readLayersModel(JSON.stringify(layers.json), new Map([['weights.bin', layers.weights]]));

const someImages = () => tf.randomUniform([3, ...inputShape], 0, 1, 'float32', 4);

function expectEqual(got: tf.Tensor, expected: tf.Tensor): void {
  expect(got.shape).toEqual(expected.shape);
  const [values, right] = [got.dataSync(), expected.dataSync()];
  // Sums of some hundred products in single precision, in whatever order a backend takes them.
  for (const [at, value] of right.entries()) expect(values[at]).toBeCloseTo(value, 5);
}

/** Both classifiers, given up afterwards with everything that they hold. */
async function withBoth(
  prepare: {
    graph: (file: GraphModelFile) => GraphModelFile;
    layers?: (file: ReturnType<typeof layersFile>) => ReturnType<typeof layersFile>;
  },
  use: (graph: Classifier, layers: Classifier) => void,
): Promise<void> {
  const before = tf.memory().numTensors;
  const ofGraph = await graphClassifier(prepare.graph(read(graph)), bounds);
  const ofLayers = layersClassifier(
    await deserializeModel((prepare.layers ?? ((file) => file))(layersFile())),
    bounds,
  );
  tf.tidy(() => use(ofGraph, ofLayers));
  ofGraph.dispose();
  ofLayers.dispose();
  expect(tf.memory().numTensors).toBe(before);
}

describe.each([['cpu'], ['wasm'], [undefined]])('on the backend %s, a graph', (backend) => {
  const start = () => (backend === 'cpu' ? tf.setBackend('cpu') : loadBackend({ prefer: backend }));

  test('gives the logits and the activations of the same network of layers, and leaves nothing behind', async () => {
    await start();
    await withBoth({ graph: cutGraphSoftmax }, (ofGraph, ofLayers) => {
      const images = someImages();
      expect(ofGraph.differentiable).toBe(false);
      expect([ofGraph.inputShape, ofGraph.classes]).toEqual([inputShape, 5]);
      expectEqual(ofGraph.logits(images), ofLayers.logits(images));
      const got = ofGraph.forward(images, ['conv1/Relu', 'block', 'mean']);
      const right = ofLayers.forward(images, ['conv1', 'block', 'mean']);
      expectEqual(got.logits, right.logits);
      for (const [at, tap] of right.taps.entries()) expectEqual(got.taps[at] as tf.Tensor, tap); // as many
      expect(() => checkAnyBatch(ofGraph, images)).not.toThrow();
    });
  });

  test('that normalizes its input and keeps some classes does what layers do that were told the same', async () => {
    await start();
    const normalization = { mean: [0.5, 0.25], std: [0.2, 0.4] };
    await withBoth(
      {
        graph: (file) => keepGraphClasses(normalizeGraphInput(cutGraphSoftmax(file), normalization), [3, 0]),
        layers: (file) => normalizeInput(file, normalization),
      },
      (ofGraph, ofLayers) => {
        const images = someImages();
        const kept = ofLayers.logits(images).gather([3, 0], 1);
        expect(ofGraph.classes).toBe(2);
        // Batch normalization divides by a root, the graph by the deviation itself.
        const got = ofGraph.logits(images).dataSync();
        for (const [at, value] of kept.dataSync().entries()) expect(got[at]).toBeCloseTo(value, 4);
      },
    );
  });
});

describe('a graph', () => {
  test('names its layers in forward order, with the shapes of their outputs and the numbers of their weights', async () => {
    await tf.setBackend('cpu');
    const model = await graphClassifier(cutGraphSoftmax(read(graph)), bounds);
    expect(model.layers.map(({ name }) => name)).toEqual([
      'conv1',
      'conv1/BiasAdd',
      'conv1/Relu',
      'conv2',
      'norm',
      'sum',
      'block',
      'pool',
      'depthwise',
      'mean',
      'product',
      'logits',
    ]);
    expect(model.layers[0]).toEqual({
      name: 'conv1',
      className: 'Conv2D',
      outputShape: [8, 6, 4],
      parameters: 72,
    });
    expect(model.layers.at(-1)).toMatchObject({ outputShape: [5], parameters: 5 });
    model.dispose();
  });

  test('has the outputs of its blocks for taps, and without blocks the end of each layer and pooling', () => {
    expect(graphTaps(cutGraphSoftmax(read(graph)))).toEqual(['block', 'mean']);
    const plain = changed((nodes) => {
      for (const node of nodes) if (node.name === 'sum') Object.assign(node, { op: 'Relu', input: ['norm'] });
    });
    expect(graphTaps(cutGraphSoftmax(read(plain)))).toEqual([
      'conv1/Relu',
      'block',
      'pool',
      'depthwise',
      'mean',
    ]);
  });

  test.each([
    ['Softmax', ['Reshape']],
    ['Softmax', ['Squeeze', 'Identity']],
    ['Softmax', ['Identity', 'Reshape', 'Reshape', 'Identity']],
    ['LogSoftmax', []],
  ])('that ends in %s and then %j gives the logits', async (softmax, behind) => {
    await tf.setBackend('cpu');
    const logits = await graphClassifier(cutGraphSoftmax(read(graph)), bounds);
    const other = await graphClassifier(cutGraphSoftmax(read(ending(softmax, behind))), bounds);
    tf.tidy(() => {
      const images = someImages();
      expectEqual(other.logits(images), logits.logits(images));
    });
    logits.dispose();
    other.dispose();
  });

  test('that ends in several distributions for each image, or in a sigmoid, is refused', async () => {
    await tf.setBackend('cpu');
    const several = changed((nodes) => {
      for (const node of nodes) if (node.name === 'softmax') node.input = ['block'];
    });
    const flat = ending('Softmax', ['Reshape'], several);
    // What made logits now leads nowhere.
    Object.assign(flat.json, { signature: { outputs: { scores: { name: 'end0:0' } } } });
    await expect(graphClassifier(cutGraphSoftmax(read(flat)), bounds)).rejects.toThrow(
      'model output: expected one distribution over the classes, got those over the last axis of block [8,6,4]',
    );
    expect(() => cutGraphSoftmax(read(ending('Sigmoid', ['Reshape'])))).toThrow(
      /expected logits or a softmax over at least two classes, got a sigmoid/,
    );
  });

  test('that was written reads as it was', () => {
    const prepared = normalizeGraphInput(cutGraphSoftmax(read(graph)), { mean: [0, 0], std: [1, 1] });
    const { modelJson, weightData } = writeGraphModel(prepared);
    const written = readGraphModel(modelJson, new Map([['weights.bin', Buffer.from(weightData)]]));
    const withBytes = (of: typeof written) => ({ ...of, weightData: Buffer.from(of.weightData) });
    expect(withBytes(written)).toEqual(withBytes(prepared));
  });

  test('that was frozen for one image takes any number, and is refused where it cannot', async () => {
    await tf.setBackend('cpu');
    const shape = (first: number) => ({ shape: { dim: [first, 8, 6, 2].map((size) => ({ size })) } });
    const single = changed((nodes) => Object.assign(nodes[0]?.attr ?? {}, { shape: shape(1) }));
    const model = await graphClassifier(fixGraphInput(cutGraphSoftmax(read(single)), inputShape), bounds);
    tf.tidy(() => {
      expect(() => checkAnyBatch(model, someImages())).not.toThrow();
    });
    model.dispose();
    // What it says of an image is less the greatest of all images.
    const mixed = changed((nodes) => {
      nodes.push(
        { name: 'all', op: 'Max', input: ['product', 'zero'], attr: { keep_dims: { b: true } } },
        { name: 'zero', op: 'Const', input: [], attr: { dtype: { type: 'DT_INT32' } } },
      );
      for (const node of nodes)
        if (node.name === 'logits') Object.assign(node, { op: 'Sub', input: ['product', 'all'] });
    });
    const [manifest] = mixed.json.weightsManifest as [{ paths: string[]; weights: object[] }];
    const weightsManifest = [
      { ...manifest, weights: [...manifest.weights, { name: 'zero', shape: [1], dtype: 'int32' }] },
    ];
    const whole = await graphClassifier(
      cutGraphSoftmax(
        read({
          json: { ...mixed.json, weightsManifest },
          weights: Buffer.concat([mixed.weights, Buffer.alloc(4)]),
        }),
      ),
      bounds,
    );
    tf.tidy(() => {
      expect(() => checkAnyBatch(whole, someImages())).toThrow(/together as one by one/);
    });
    whole.dispose();
  });

  test('that TensorFlow.js cannot run, or that gives no logits, is refused in words and leaves nothing behind', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const wrong = changed((nodes) => {
      for (const node of nodes) if (node.name === 'product') node.input = ['mean', 'logits/bias'];
    });
    await expect(graphClassifier(cutGraphSoftmax(read(wrong)), bounds)).rejects.toThrow(
      /^model: TensorFlow.js cannot run it/,
    );
    const early = { ...read(graph), output: 'pool' };
    await expect(graphClassifier(early, bounds)).rejects.toThrow(
      'model output: expected [n, classes], got [n, 4, 3, 4] of pool',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('whose input is not the data set’s is refused', () => {
    expect(() => fixGraphInput(read(graph), [8, 8, 2])).toThrow(
      'graph input images: expected [8, 8, 2] like the data set, got [8, 6, 2]',
    );
    expect(() => normalizeGraphInput(read(graph), { mean: [0], std: [1] })).toThrow(
      'normalization: expected a mean and a std for each of 2 channels, got 1 and 1',
    );
  });
});
