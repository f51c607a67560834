import type { tf } from '@fiducial/core/tensors';
import type { GraphWriter, Output } from './graph-writer';
import { layerGraphs } from './layers';
import type { Value, Written } from './layers/layer-graph';
import { sum } from './layers/merging';
import { Uncovered } from './uncovered';

/** The layers from the network's input to its output, written once each, in the order of the forward pass. */
export interface WrittenLayers {
  /** The graph's tensor for one of the network; undefined for one that does not lead to the output. */
  valueOf(tensor: tf.SymbolicTensor): Value | undefined;
  /** Gradient with respect to the input, given those with respect to tensors of the network; throws without any. */
  back(seeds: readonly (readonly [tf.SymbolicTensor, Output])[]): Output;
}

/** Writes the layers between two tensors of a network. @throws {Uncovered} when one has no form */
export function writeLayers(
  graph: GraphWriter,
  input: { tensor: tf.SymbolicTensor; value: Value },
  output: tf.SymbolicTensor,
): WrittenLayers {
  const values = new Map([[input.tensor, input.value]]);
  const steps: { tensor: tf.SymbolicTensor; written: Written }[] = [];
  const write = (tensor: tf.SymbolicTensor): Value => {
    const known = values.get(tensor);
    if (known) return known;
    const written = writeLayer(graph, tensor, tensor.inputs.map(write));
    const value = { output: written.output, shape: sizes(tensor) };
    values.set(tensor, value);
    steps.push({ tensor, written });
    return value;
  };
  write(output);
  return {
    valueOf: (tensor) => values.get(tensor),
    back: (seeds) => {
      const gradients = new Map<tf.SymbolicTensor, [Output, ...Output[]]>();
      const give = (tensor: tf.SymbolicTensor, gradient: Output) =>
        gradients.set(tensor, [gradient, ...(gradients.get(tensor) ?? [])]);
      for (const [tensor, gradient] of seeds) give(tensor, gradient);
      for (const { tensor, written } of [...steps].reverse()) {
        const given = gradients.get(tensor);
        if (!given) continue;
        const back = written.back(sum(graph, given));
        for (const [index, source] of tensor.inputs.entries()) give(source, back[index] ?? '');
      }
      const atInput = gradients.get(input.tensor);
      if (!atInput) throw new Uncovered('network: expected an output that depends on the input');
      return sum(graph, atInput);
    },
  };
}

function writeLayer(graph: GraphWriter, tensor: tf.SymbolicTensor, inputs: readonly Value[]): Written {
  const layer = tensor.sourceLayer;
  const className = layer.getClassName();
  const write = Object.entries(layerGraphs).find(([known]) => known === className)?.[1];
  if (!write) throw new Uncovered(`layer ${layer.name} (${className}): no form in the graph`);
  return write(graph, {
    name: layer.name,
    className,
    config: layer.getConfig(),
    weights: layer
      .getWeights()
      .map((weight) => ({ values: Float32Array.from(weight.dataSync()), shape: weight.shape })),
    inputs,
    outputShape: sizes(tensor),
  });
}

/** A tensor's shape without the batch. @throws {Uncovered} when a size is open */
export function sizes(tensor: tf.SymbolicTensor): number[] {
  return tensor.shape.slice(1).map((size) => {
    if (size === null) throw new Uncovered(`${tensor.name}: expected fixed sizes, got [${tensor.shape}]`);
    return size;
  });
}
