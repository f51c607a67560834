import type { GraphWriter, Output } from '../graph-writer';
import { type LayerUse, refusal, type Written } from './layer-graph';

type Activation = (graph: GraphWriter, x: Output, shape: readonly number[]) => Written;

/** An operation whose gradient TensorFlow computes from its output, in the given order of arguments. */
function fromOutput(op: string, gradientOp: string, outputFirst = false): Activation {
  return (graph, x) => {
    const output = graph.operation(op, [x]);
    return {
      output,
      back: (gradient) => [
        graph.operation(gradientOp, outputFirst ? [output, gradient] : [gradient, output]),
      ],
    };
  };
}

/** Softmax over the last axis. Written out for every rank: TensorFlow's own operation is for matrices. */
const softmax: Activation = (graph, x, shape) => {
  const lastAxis = graph.integers([shape.length]);
  const sum = (values: Output) => graph.operation('Sum', [values, lastAxis], { keep_dims: true });
  const output = graph.operation('Softmax', [x]);
  return {
    output,
    back: (gradient) => {
      const product = graph.operation('Mul', [gradient, output]);
      const rest = graph.operation('Mul', [output, sum(product)]);
      return [graph.operation('Sub', [product, rest])];
    },
  };
};

/** Where a sigmoid in single precision is 1, and stays so. */
const saturated = 88;

/**
 * The gate's input is limited where that changes nothing: TensorFlow 2.13 would fuse a convolution, its gate and their
 * product into one operation, even where the convolution's values are asked for, and then not find them.
 */
const swish: Activation = (graph, x) => {
  const gate = graph.operation('Sigmoid', [graph.operation('Minimum', [x, graph.scalar(saturated)])]);
  return {
    output: graph.operation('Mul', [x, gate]),
    back: (gradient) => [
      graph.operation('AddV2', [
        graph.operation('Mul', [gradient, gate]),
        graph.operation('SigmoidGrad', [gate, graph.operation('Mul', [gradient, x])]),
      ]),
    ],
  };
};

const softplus: Activation = (graph, x) => ({
  output: graph.operation('Softplus', [x]),
  back: (gradient) => [graph.operation('SoftplusGrad', [gradient, x])],
});

/** By TF.js' names. */
const activations: Readonly<Record<string, Activation>> = {
  linear: (_, x) => ({ output: x, back: (gradient) => [gradient] }),
  relu: fromOutput('Relu', 'ReluGrad'),
  relu6: fromOutput('Relu6', 'Relu6Grad'),
  elu: fromOutput('Elu', 'EluGrad'),
  selu: fromOutput('Selu', 'SeluGrad'),
  sigmoid: fromOutput('Sigmoid', 'SigmoidGrad', true),
  tanh: fromOutput('Tanh', 'TanhGrad', true),
  softmax,
  softplus,
  swish,
};

/** The function that a layer applies to what it computed, `x` of the layer's output shape. */
export function activate(graph: GraphWriter, use: LayerUse, x: Output, name: unknown): Written {
  const activation = Object.entries(activations).find(([known]) => known === (name ?? 'linear'))?.[1];
  if (!activation) throw refusal(use, `one of the activations ${Object.keys(activations).join(', ')}`, name);
  return activation(graph, x, use.outputShape);
}
