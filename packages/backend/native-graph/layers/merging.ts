import type { GraphWriter, Output } from '../graph-writer';
import { type LayerUse, lastAxis, refusal, type Value, type WriteLayer } from './layer-graph';

/** At least two inputs of one shape. */
function alike(use: LayerUse): [Value, Value, ...Value[]] {
  const [first, second, ...rest] = use.inputs;
  const shapes = use.inputs.map(({ shape }) => shape);
  if (!first || !second || new Set(shapes.map(String)).size !== 1)
    throw refusal(use, 'two or more inputs of one shape', shapes);
  return [first, second, ...rest];
}

/** The sum of tensors of one shape. */
export function sum(graph: GraphWriter, [first, ...rest]: readonly [Output, ...Output[]]): Output {
  return rest.reduce((total, next) => graph.operation('AddV2', [total, next]), first);
}

/** `Add`. */
export const add: WriteLayer = (graph, use) => {
  const [first, ...rest] = alike(use);
  return {
    output: sum(graph, [first.output, ...rest.map(({ output }) => output)]),
    back: (gradient) => use.inputs.map(() => gradient),
  };
};

/** `Average`. */
export const average: WriteLayer = (graph, use) => {
  const added = add(graph, use);
  const share = (x: Output) => graph.operation('Mul', [x, graph.scalar(1 / use.inputs.length)]);
  return { output: share(added.output), back: (gradient) => added.back(share(gradient)) };
};

/** `Multiply`, of two inputs. */
export const multiply: WriteLayer = (graph, use) => {
  const [left, right, ...more] = alike(use);
  if (more.length > 0) throw refusal(use, 'two inputs', use.inputs.length);
  return {
    output: graph.operation('Mul', [left.output, right.output]),
    back: (gradient) => [right, left].map(({ output }) => graph.operation('Mul', [gradient, output])),
  };
};

/** `Concatenate` along the last axis. */
export const concatenate: WriteLayer = (graph, use) => {
  lastAxis(use);
  return joinLastAxis(graph, use.inputs);
};

/** Tensors side by side along their last axis, and the way back: the gradient cut into their parts. */
export function joinLastAxis(graph: GraphWriter, parts: readonly Value[]) {
  const [{ shape = [] } = {}] = parts;
  const before = shape.slice(0, -1);
  const axis = graph.integers([shape.length], []);
  return {
    output: graph.operation('ConcatV2', [...parts.map(({ output }) => output), axis], { N: parts.length }),
    back: (gradient: Output) => {
      let from = 0;
      return parts.map((part) => {
        const size = part.shape.at(-1) ?? 0;
        const begin = graph.integers([0, ...before.map(() => 0), from]);
        from += size;
        return graph.operation('Slice', [gradient, begin, graph.integers([-1, ...before, size])], {
          Index: { type: 'int32' },
        });
      });
    },
  };
}
