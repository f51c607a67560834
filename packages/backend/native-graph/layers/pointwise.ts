import { activate } from './activation-functions';
import { lastAxis, onlyInput, refusal, type WriteLayer } from './layer-graph';

/** `Activation`. */
export const activation: WriteLayer = (graph, use) =>
  activate(graph, use, onlyInput(use).output, use.config.activation);

/** `Softmax` over the last axis. */
export const softmaxLayer: WriteLayer = (graph, use) => {
  const { output } = onlyInput(use);
  lastAxis(use);
  return activate(graph, use, output, 'softmax');
};

/** `ReLU`, with a largest value or without. */
export const relu: WriteLayer = (graph, use) => {
  const { output: x } = onlyInput(use);
  const { maxValue } = use.config;
  if (maxValue === undefined || maxValue === null) return activate(graph, use, x, 'relu');
  if (maxValue === 6) return activate(graph, use, x, 'relu6');
  if (typeof maxValue !== 'number') throw refusal(use, 'maxValue a number', maxValue);
  const most = graph.scalar(maxValue);
  const rectified = activate(graph, use, x, 'relu');
  return {
    output: graph.operation('Minimum', [rectified.output, most]),
    back: (gradient) => {
      const below = graph.mask(graph.operation('LessEqual', [rectified.output, most]));
      return rectified.back(graph.operation('Mul', [gradient, below]));
    },
  };
};

/** `LeakyReLU`. */
export const leakyRelu: WriteLayer = (graph, use) => {
  const { output: x } = onlyInput(use);
  const alpha = { float: Number(use.config.alpha) };
  return {
    output: graph.operation('LeakyRelu', [x], { alpha }),
    back: (gradient) => [graph.operation('LeakyReluGrad', [gradient, x], { alpha })],
  };
};

/** `ELU` with alpha 1, the only one that TF.js computes. */
export const elu: WriteLayer = (graph, use) => {
  const { alpha = 1 } = use.config;
  if (alpha !== 1) throw refusal(use, 'alpha 1', alpha);
  return activate(graph, use, onlyInput(use).output, 'elu');
};

/**
 * `BatchNormalization` over the last axis, with the moving statistics: a product and a sum. Written so, TensorFlow folds
 * the product into the convolution before it.
 */
export const batchNormalization: WriteLayer = (graph, use) => {
  const { output: x } = onlyInput(use);
  const { epsilon, scale, center } = use.config;
  lastAxis(use);
  const left = use.weights.map(({ values }) => values);
  const gamma = scale === false ? undefined : left.shift();
  const beta = center === false ? undefined : left.shift();
  const [mean, variance] = left;
  if (!mean || !variance) throw refusal(use, 'moving mean and variance', use.weights.length);
  const factors = variance.map((value, at) => (gamma?.[at] ?? 1) / Math.sqrt(value + Number(epsilon)));
  const offsets = factors.map((factor, at) => (beta?.[at] ?? 0) - (mean[at] ?? 0) * factor);
  const factor = graph.constant(factors, [factors.length]);
  const product = graph.operation('Mul', [x, factor]);
  return {
    output: graph.operation('AddV2', [product, graph.constant(offsets, [offsets.length])]),
    back: (gradient) => [graph.operation('Mul', [gradient, factor])],
  };
};

/** `Rescaling`: a factor and an offset, the same for all values. */
export const rescaling: WriteLayer = (graph, use) => {
  const { scale, offset } = use.config;
  if (typeof scale !== 'number' || typeof offset !== 'number')
    throw refusal(use, 'scale and offset as numbers', [scale, offset]);
  const factor = graph.scalar(scale);
  const product = graph.operation('Mul', [onlyInput(use).output, factor]);
  return {
    output: graph.operation('AddV2', [product, graph.scalar(offset)]),
    back: (gradient) => [graph.operation('Mul', [gradient, factor])],
  };
};
