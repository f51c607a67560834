import { CoreError } from '../errors';
import { tf } from '../tensors/tf';
import type { Classifier, LayerDescription } from './classifier';
import type { CompileNetwork } from './compiled-graph';
import { cutSoftmax } from './cut-softmax';
import { runAsGraph } from './run-as-graph';

/**
 * A classifier over a TF.js layers-model. Its output is read as logits: a softmax at the end is cut off, since attacks
 * and detectors need what stands before it. Takes ownership of `model`. With `compile`, the network as it is now runs as
 * one graph of the backend where there is one for it, and `execution` says whether; later changes of its weights are then
 * not seen.
 *
 * @throws {CoreError} `MODEL_FORMAT` when it does not map one image `[h, w, c]` to one value a class
 */
export function layersClassifier(
  model: tf.LayersModel,
  bounds: readonly [number, number],
  compile?: CompileNetwork,
): Classifier {
  const toLogits = cutSoftmax(model);
  const inputShape = imageShape(model);
  const [, classes] = outputShape(toLogits.outputs[0]);
  if (!classes || classes < 2)
    throw new CoreError(
      'MODEL_FORMAT',
      `model output: expected [n, classes], got [${toLogits.outputs[0]?.shape}]`,
    );
  const tapModels = new Map<string, tf.LayersModel>();
  const tapped = (taps: readonly string[]) => {
    const key = taps.join('\n');
    const known = tapModels.get(key);
    if (known) return known;
    const outputs = [...taps.map((name) => layerOutput(toLogits, name)), ...toLogits.outputs];
    const made = tf.model({ inputs: toLogits.inputs, outputs });
    tapModels.set(key, made);
    return made;
  };
  const runner = compile && runAsGraph(toLogits, compile);
  const graph = runner && 'gradients' in runner ? runner : undefined;
  return {
    bounds,
    inputShape,
    classes,
    differentiable: true,
    layers: describeLayers(toLogits),
    logits: graph?.logits ?? ((images) => toLogits.apply(images) as tf.Tensor), // one output, checked above
    forward: (images, taps) => {
      if (taps.length === 0) return { logits: toLogits.apply(images) as tf.Tensor, taps: [] }; // one output
      const outputs = tapped(taps).apply(images) as tf.Tensor[]; // taps, then logits
      return { logits: outputs[taps.length] as tf.Tensor, taps: outputs.slice(0, taps.length) }; // its place is known
    },
    ...(graph && { features: graph.features, gradients: graph.gradients, execution: { by: 'graph' } }),
    ...(runner && 'reason' in runner && { execution: { by: 'layers', reason: runner.reason } }),
    dispose: () => {
      graph?.dispose();
      // Cutting a softmax made a layer that the model does not know.
      for (const layer of toLogits.layers) if (!model.layers.includes(layer)) layer.dispose();
      model.dispose();
    },
  };
}

function describeLayers(model: tf.LayersModel): LayerDescription[] {
  return model.layers.map((layer) => ({
    name: layer.name,
    className: layer.getClassName(),
    outputShape: outputShape(Array.isArray(layer.output) ? layer.output[0] : layer.output).slice(1),
    parameters: layer.countParams(),
  }));
}

function layerOutput(model: tf.LayersModel, name: string): tf.SymbolicTensor {
  const layer = model.layers.find((candidate) => candidate.name === name);
  if (!layer)
    throw new CoreError(
      'PARAMETERS',
      `layer: expected one of ${model.layers.map((known) => known.name).join(', ')}, got ${name}`,
    );
  return Array.isArray(layer.output) ? (layer.output[0] as tf.SymbolicTensor) : layer.output; // never empty
}

function outputShape(tensor: tf.SymbolicTensor | undefined): number[] {
  return (tensor?.shape ?? []).map((size) => size ?? 0);
}

function imageShape(model: tf.LayersModel): [number, number, number] {
  const [, height, width, channels, ...more] = outputShape(model.inputs[0]);
  if (!height || !width || !channels || more.length > 0)
    throw new CoreError(
      'MODEL_FORMAT',
      `model input: expected [n, h, w, c], got [${model.inputs[0]?.shape}]`,
    );
  return [height, width, channels];
}
