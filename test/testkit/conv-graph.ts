/** A model in graph format as people upload it, and the same network as layers: one JSON and one weight file each. */
export interface TwoForms {
  readonly graph: ModelFiles;
  readonly layers: ModelFiles;
}

/** A model.json that can still be changed, and its `weights.bin`. */
export interface ModelFiles {
  readonly json: Record<string, unknown>;
  readonly weights: Buffer;
}

const text = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const integers = (...values: number[]) => ({ list: { i: values.map(String) } });
const float = { T: { type: 'DT_FLOAT' } };
const eachStep = integers(1, 1, 1, 1);
const window = {
  data_format: text('NHWC'),
  padding: text('SAME'),
  strides: eachStep,
  dilations: eachStep,
  ...float,
};

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: object;
}

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'int32';
}

/**
 * A small residual network, written by hand as a frozen graph and as layers with the same weights: convolution, a block of
 * convolution, batch normalization and sum, pooling, depthwise convolution, mean, product, softmax.
 */
export function convGraph({
  inputShape: [height, width, channels],
  classes,
  bias,
}: {
  inputShape: readonly [number, number, number];
  classes: number;
  /** Of the classes, where it is to be a certain one. */
  bias?: readonly number[];
}): TwoForms {
  const wave = (count: number, phase: number) =>
    Array.from({ length: count }, (_, at) => Math.sin(at * 1.7 + phase) / 2);
  const learned: Weight[] = [
    { name: 'conv1/kernel', shape: [3, 3, channels, 4], values: wave(36 * channels, 0) },
    { name: 'conv1/bias', shape: [4], values: wave(4, 1) },
    { name: 'conv2/kernel', shape: [3, 3, 4, 4], values: wave(144, 2) },
    { name: 'norm/gamma', shape: [4], values: [1, 0.9, 1.1, 1.2] },
    { name: 'norm/beta', shape: [4], values: wave(4, 3) },
    { name: 'norm/moving_mean', shape: [4], values: wave(4, 4) },
    { name: 'norm/moving_variance', shape: [4], values: [0.5, 1, 2, 0.8] },
    { name: 'depthwise/depthwise_kernel', shape: [3, 3, 4, 1], values: wave(36, 5) },
    { name: 'logits/kernel', shape: [4, classes], values: wave(4 * classes, 6).map((value) => value * 8) },
    { name: 'logits/bias', shape: [classes], values: bias ?? wave(classes, 7) },
  ];
  const axes: Weight = { name: 'axes', shape: [2], values: [1, 2], dtype: 'int32' };
  const size = (...sizes: number[]) => ({ dim: sizes.map((of) => ({ size: String(of) })) });
  const nodes: Node[] = [
    {
      name: 'images',
      op: 'Placeholder',
      attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: size(-1, height, width, channels) } },
    },
    ...[...learned, axes].map(({ name, dtype }) => ({
      name,
      op: 'Const',
      attr: { dtype: { type: dtype ? 'DT_INT32' : 'DT_FLOAT' } },
    })),
    { name: 'conv1', op: 'Conv2D', input: ['images', 'conv1/kernel'], attr: window },
    { name: 'conv1/BiasAdd', op: 'BiasAdd', input: ['conv1', 'conv1/bias'], attr: float },
    { name: 'conv1/Relu', op: 'Relu', input: ['conv1/BiasAdd'], attr: float },
    { name: 'conv2', op: 'Conv2D', input: ['conv1/Relu', 'conv2/kernel'], attr: window },
    {
      name: 'norm',
      op: 'FusedBatchNormV3',
      input: ['conv2', ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((of) => `norm/${of}`)],
      attr: { ...float, epsilon: { f: 0.001 }, is_training: { b: false }, data_format: text('NHWC') },
    },
    { name: 'sum', op: 'AddV2', input: ['norm', 'conv1/Relu'], attr: float },
    { name: 'block', op: 'Relu', input: ['sum'], attr: float },
    {
      name: 'pool',
      op: 'MaxPool',
      input: ['block'],
      attr: { ...window, ksize: integers(1, 2, 2, 1), strides: integers(1, 2, 2, 1), padding: text('VALID') },
    },
    {
      name: 'depthwise',
      op: 'DepthwiseConv2dNative',
      input: ['pool', 'depthwise/depthwise_kernel'],
      attr: window,
    },
    { name: 'mean', op: 'Mean', input: ['depthwise', 'axes'], attr: { ...float, keep_dims: { b: false } } },
    { name: 'product', op: 'MatMul', input: ['mean', 'logits/kernel'], attr: float },
    { name: 'logits', op: 'BiasAdd', input: ['product', 'logits/bias'], attr: float },
    { name: 'softmax', op: 'Softmax', input: ['logits'], attr: float },
    { name: 'Identity', op: 'Identity', input: ['softmax'], attr: float },
  ];
  const files = (json: object, weights: readonly Weight[]): ModelFiles => ({
    json: { ...json, weightsManifest: [{ paths: ['weights.bin'], weights: weights.map(specOf) }] },
    weights: Buffer.concat(weights.map(bytesOf)),
  });
  return {
    graph: files({ format: 'graph-model', modelTopology: { node: nodes } }, [...learned, axes]),
    layers: files(
      { format: 'layers-model', modelTopology: layersOf([height, width, channels], classes) },
      learned,
    ),
  };
}

const specOf = ({
  name,
  shape,
  dtype = 'float32',
}: {
  name: string;
  shape: readonly number[];
  dtype?: string;
}) => ({
  name,
  shape,
  dtype,
});

function bytesOf({ values, dtype }: Weight): Buffer {
  return Buffer.from((dtype ? Int32Array.from(values) : Float32Array.from(values)).buffer);
}

/** The topology of the layers. */
function layersOf(shape: readonly number[], classes: number): object {
  const layer = (name: string, kind: string, from: readonly string[], config: object) => ({
    name,
    class_name: kind,
    config: { name, trainable: true, ...config },
    inbound_nodes: from.length > 0 ? [from.map((one) => [one, 0, 0, {}])] : [],
  });
  const conv = { filters: 4, kernel_size: [3, 3], padding: 'same', strides: [1, 1] };
  const layers = [
    layer('images', 'InputLayer', [], { batch_input_shape: [null, ...shape], dtype: 'float32' }),
    layer('conv1', 'Conv2D', ['images'], { ...conv, activation: 'relu', use_bias: true }),
    layer('conv2', 'Conv2D', ['conv1'], { ...conv, activation: 'linear', use_bias: false }),
    layer('norm', 'BatchNormalization', ['conv2'], { axis: -1, epsilon: 0.001, center: true, scale: true }),
    layer('sum', 'Add', ['norm', 'conv1'], {}),
    layer('block', 'Activation', ['sum'], { activation: 'relu' }),
    layer('pool', 'MaxPooling2D', ['block'], { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }),
    layer('depthwise', 'DepthwiseConv2D', ['pool'], {
      kernel_size: [3, 3],
      padding: 'same',
      strides: [1, 1],
      depth_multiplier: 1,
      use_bias: false,
    }),
    layer('mean', 'GlobalAveragePooling2D', ['depthwise'], {}),
    layer('logits', 'Dense', ['mean'], { units: classes, activation: 'softmax', use_bias: true }),
  ];
  return {
    class_name: 'Model',
    config: { name: 'conv', layers, input_layers: [['images', 0, 0]], output_layers: [['logits', 0, 0]] },
  };
}
