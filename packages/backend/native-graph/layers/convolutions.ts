import type { GraphWriter, Output } from '../graph-writer';
import { activate } from './activation-functions';
import { type LayerUse, onlyInput, pair, refusal, type WriteLayer, windowAttributes } from './layer-graph';

/** Adds the layer's bias, if it has one, and applies its activation. */
function finish(
  graph: GraphWriter,
  use: LayerUse,
  { product, bias, back }: { product: Output; bias: number; back: (gradient: Output) => Output },
) {
  const activated = activate(graph, use, addBias(graph, use, product, bias), use.config.activation);
  return {
    output: activated.output,
    back: (gradient: Output) => activated.back(gradient).map(back),
  };
}

function addBias(graph: GraphWriter, use: LayerUse, product: Output, index: number): Output {
  if (use.config.useBias === false) return product;
  return graph.operation('BiasAdd', [product, weight(graph, use, index)]);
}

function weight(graph: GraphWriter, use: LayerUse, index: number): Output {
  const found = use.weights[index];
  if (!found) throw refusal(use, `a weight at ${index}`, use.weights.length);
  return graph.constant(found.values, found.shape);
}

/** TF.js has no gradient of dilated convolutions either. */
function undilated(use: LayerUse): void {
  const dilation = pair(use, 'dilationRate');
  if (dilation.some((rate) => rate !== 1)) throw refusal(use, 'dilationRate 1', dilation);
}

/** `Conv2D`. */
export const convolution: WriteLayer = (graph, use) => {
  undilated(use);
  const { output: x } = onlyInput(use);
  const window = windowAttributes(use);
  const kernel = weight(graph, use, 0);
  return finish(graph, use, {
    product: graph.operation('Conv2D', [x, kernel], window),
    bias: 1,
    back: (gradient) => graph.operation('Conv2DBackpropInput', [graph.shapeOf(x), kernel, gradient], window),
  });
};

/** `DepthwiseConv2D`. */
export const depthwiseConvolution: WriteLayer = (graph, use) => {
  undilated(use);
  const { output: x } = onlyInput(use);
  const window = windowAttributes(use);
  const kernel = weight(graph, use, 0);
  return finish(graph, use, {
    product: graph.operation('DepthwiseConv2dNative', [x, kernel], window),
    bias: 1,
    back: (gradient) =>
      graph.operation('DepthwiseConv2dNativeBackpropInput', [graph.shapeOf(x), kernel, gradient], window),
  });
};

/** `SeparableConv2D`: by channel, then across channels. */
export const separableConvolution: WriteLayer = (graph, use) => {
  undilated(use);
  const { output: x } = onlyInput(use);
  const window = windowAttributes(use);
  const across = { strides: [1, 1, 1, 1], padding: 'VALID' };
  const [depthwise, pointwise] = [weight(graph, use, 0), weight(graph, use, 1)];
  const middle = graph.operation('DepthwiseConv2dNative', [x, depthwise], window);
  return finish(graph, use, {
    product: graph.operation('Conv2D', [middle, pointwise], across),
    bias: 2,
    back: (gradient) => {
      const inner = [graph.shapeOf(middle), pointwise, gradient];
      const outer = [graph.shapeOf(x), depthwise, graph.operation('Conv2DBackpropInput', inner, across)];
      return graph.operation('DepthwiseConv2dNativeBackpropInput', outer, window);
    },
  });
};

/** `Dense` on features `[n, d]`. */
export const dense: WriteLayer = (graph, use) => {
  const { output: x, shape } = onlyInput(use);
  if (shape.length !== 1) throw refusal(use, 'input [n, d]', shape);
  const kernel = weight(graph, use, 0);
  return finish(graph, use, {
    product: graph.operation('MatMul', [x, kernel]),
    bias: 1,
    back: (gradient) => graph.operation('MatMul', [gradient, kernel], { transpose_b: true }),
  });
};
