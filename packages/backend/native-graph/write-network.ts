import type { tf } from '@fiducial/core/tensors';
import { GraphWriter, type Output, siblingOutput } from './graph-writer';
import type { Value } from './layers/layer-graph';
import { joinLastAxis } from './layers/merging';
import { meanOverSpace } from './layers/pooling';
import { Uncovered } from './uncovered';
import { sizes, type WrittenLayers, writeLayers } from './write-layers';

/** A network, its pooled taps and its gradient as one graph: the file, and the names of what goes in and comes out. */
export interface NetworkGraph {
  /** `saved_model.pb`. */
  readonly file: Uint8Array;
  /** `[n, h, w, c]`, to be given. */
  readonly images: Output;
  /** Classes `[n]` (int32), to be given for the gradient of the cross-entropy. */
  readonly labels: Output;
  /** `[n, classes]`. */
  readonly logits: Output;
  /** Logits and pooled taps side by side: `[n, sum of widths]`. */
  readonly packed: Output;
  /** Width of the logits and of each tap. */
  readonly widths: readonly number[];
  /** To be given: what `packed` is multiplied with. Without taps it may be left out: the cross-entropy decides then. */
  readonly cotangent: Output;
  /** Gradient `[n, h, w, c]` of the sum of `cotangent` times `packed`. */
  readonly gradient: Output;
  /** What the way back reads of the way forward, but for `images`: given these, it is run without the way forward. */
  readonly kept: readonly Output[];
}

/**
 * Writes a network of TF.js layers with the gradient with respect to its input. Weights become constants: later changes
 * of the network do not reach the graph.
 *
 * @throws {Uncovered} when a layer has no form in the graph
 */
export function writeNetwork(network: tf.LayersModel, taps: readonly string[]): NetworkGraph {
  const graph = new GraphWriter();
  const [input, output] = [onlyOne(network.inputs, 'input'), onlyOne(network.outputs, 'output')];
  const shape = sizes(input);
  const images = graph.placeholder('float32', [-1, ...shape]);
  const layers = writeLayers(graph, { tensor: input, value: { output: images, shape } }, output);
  const logits = writeTap(graph, layers, output);
  const parts = [logits, ...taps.map((name) => writeTap(graph, layers, tapTensor(network, name)))];
  const packed =
    taps.length > 0
      ? joinLastAxis(
          graph,
          parts.map(({ value }) => value),
        )
      : null;
  const widths = parts.map(({ value }) => value.shape[0] ?? 0);
  const labels = graph.placeholder('int32', [-1]);
  const cotangent = packed
    ? graph.placeholder('float32', [-1, widths.reduce((total, width) => total + width, 0)])
    : crossEntropyGradient(graph, logits.value.output, labels);
  const wayBack = graph.place;
  const ofParts = packed?.back(cotangent) ?? [cotangent];
  const gradient = layers.back(
    parts.map(({ tensor, back }, index) => [tensor, back(ofParts[index] ?? cotangent)] as const),
  );
  return {
    file: graph.savedModel(),
    images,
    labels,
    logits: logits.value.output,
    packed: packed?.output ?? logits.value.output,
    widths,
    cotangent,
    gradient,
    kept: graph.readAcross(wayBack).filter((output) => output !== images && output !== cotangent),
  };
}

/** Softmax of the logits minus one at the label, `[n, classes]`. */
function crossEntropyGradient(graph: GraphWriter, logits: Output, labels: Output): Output {
  const losses = graph.operation('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], {
    Tlabels: { type: 'int32' },
  });
  return siblingOutput(losses, 1);
}

/** A layer's output, pooled to `[n, d]`, and the way of a gradient back to the layer's output. */
function writeTap(graph: GraphWriter, layers: WrittenLayers, tensor: tf.SymbolicTensor) {
  const value = layers.valueOf(tensor);
  if (!value) throw new Uncovered(`${tensor.name}: expected a layer that leads to the output`);
  const { output, shape } = value;
  if (shape.length === 1) return { tensor, value, back: (gradient: Output) => gradient };
  if (shape.length !== 3)
    throw new Uncovered(`${tensor.name}: expected [n, h, w, c] or [n, d], got [${shape}]`);
  const mean = meanOverSpace(graph, output, shape);
  const pooled: Value = { output: mean.output, shape: shape.slice(2) };
  return { tensor, value: pooled, back: mean.back };
}

function tapTensor(network: tf.LayersModel, name: string): tf.SymbolicTensor {
  const layer = network.layers.find((candidate) => candidate.name === name);
  if (!layer) throw new Uncovered(`layer ${name}: expected a layer of the network`);
  return onlyOne([layer.output].flat(), `output of ${name}`);
}

function onlyOne<T>([first, ...more]: readonly T[], what: string): T {
  if (first === undefined || more.length > 0)
    throw new Uncovered(`network: expected one ${what}, got ${first === undefined ? 0 : more.length + 1}`);
  return first;
}
