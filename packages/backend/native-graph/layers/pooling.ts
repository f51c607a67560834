import type { GraphWriter, Output } from '../graph-writer';
import {
  channelsLast,
  type LayerUse,
  onlyInput,
  pair,
  type WriteLayer,
  windowAttributes,
} from './layer-graph';

function poolAttributes(use: LayerUse) {
  return { ksize: [1, ...pair(use, 'poolSize'), 1], ...windowAttributes(use) };
}

/** `MaxPooling2D`. */
export const maxPooling: WriteLayer = (graph, use) => {
  const { output: x } = onlyInput(use);
  const attributes = poolAttributes(use);
  const output = graph.operation('MaxPool', [x], attributes);
  return {
    output,
    back: (gradient) => [graph.operation('MaxPoolGrad', [x, output, gradient], attributes)],
  };
};

/** `AveragePooling2D`. */
export const averagePooling: WriteLayer = (graph, use) => {
  const { output: x } = onlyInput(use);
  const attributes = poolAttributes(use);
  return {
    output: graph.operation('AvgPool', [x], attributes),
    back: (gradient) => [graph.operation('AvgPoolGrad', [graph.shapeOf(x), gradient], attributes)],
  };
};

/** Mean over both directions of images `[n, h, w, c]`: `[n, c]`, and its way back. */
export function meanOverSpace(graph: GraphWriter, x: Output, shape: readonly number[]) {
  const [height = 1, width = 1] = shape;
  return {
    output: graph.operation('Mean', [x, graph.integers([1, 2])]),
    back: (gradient: Output) => {
      const share = graph.operation('Mul', [gradient, graph.scalar(1 / (height * width))]);
      return graph.operation('BroadcastTo', [overSpace(graph, share, shape), graph.shapeOf(x)]);
    },
  };
}

function overSpace(graph: GraphWriter, x: Output, shape: readonly number[]): Output {
  return graph.operation('Reshape', [x, graph.integers([-1, 1, 1, shape[2] ?? 1])]);
}

/** `GlobalAveragePooling2D`. */
export const globalAveragePooling: WriteLayer = (graph, use) => {
  channelsLast(use, use.config.dataFormat);
  const { output, shape } = onlyInput(use);
  const mean = meanOverSpace(graph, output, shape);
  return { output: mean.output, back: (gradient) => [mean.back(gradient)] };
};

/** `GlobalMaxPooling2D`. Equal maxima all get the gradient, as TF.js has it. */
export const globalMaxPooling: WriteLayer = (graph, use) => {
  channelsLast(use, use.config.dataFormat);
  const { output: x, shape } = onlyInput(use);
  const output = graph.operation('Max', [x, graph.integers([1, 2])]);
  return {
    output,
    back: (gradient) => {
      const isMaximum = graph.mask(graph.operation('Equal', [x, overSpace(graph, output, shape)]));
      return [graph.operation('Mul', [isMaximum, overSpace(graph, gradient, shape)])];
    },
  };
};
