import { CoreError } from '../errors';
import { tf } from '../tensors/tf';

/**
 * The model up to its logits: without a softmax at its end, also where its output is given another shape behind it. A dense
 * layer that applies softmax itself is read as linear.
 *
 * @throws {CoreError} `MODEL_FORMAT` for more than one input or output, for a sigmoid at the end, which says of each class by
 * itself whether it is there, and for a softmax that makes several distributions of an image
 */
export function cutSoftmax(model: tf.LayersModel): tf.LayersModel {
  if (model.outputs.length !== 1 || model.inputs.length !== 1)
    throw new CoreError(
      'MODEL_FORMAT',
      `model: expected one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  const { end, behind } = endOf(model);
  if (end && activationOf(end) === 'sigmoid')
    throw new CoreError(
      'MODEL_FORMAT',
      `model output: expected logits or a softmax over at least two classes, got a sigmoid in ${end.name}, which says of each class by itself whether it is there`,
    );
  const logits = end && beforeSoftmax(end);
  if (!logits) return model;
  const shape = logits.shape.slice(1).map((size) => size ?? 0);
  if (behind.length > 0 && shape.reduce((product, size) => product * size, 1) !== shape.at(-1))
    throw new CoreError(
      'MODEL_FORMAT',
      `model output: expected one distribution over the classes, got those over the last axis of [${shape}]`,
    );
  const outputs = behind.reduce((from, layer) => reshapedAs(layer, from), logits);
  return tf.model({ inputs: model.inputs, outputs });
}

/** The last layer that computes something, and those behind it that only hand on its values. */
function endOf(model: tf.LayersModel): {
  end: tf.layers.Layer | undefined;
  behind: readonly tf.layers.Layer[];
} {
  const behind: tf.layers.Layer[] = [];
  let end = model.layers.at(-1);
  while (end && passes(end)) {
    behind.unshift(end);
    end = (end.input as tf.SymbolicTensor).sourceLayer; // these layers have one input
  }
  return { end, behind };
}

function passes(layer: tf.layers.Layer): boolean {
  const kind = layer.getClassName();
  return (
    ['Reshape', 'Flatten', 'Dropout'].includes(kind) ||
    (kind === 'Activation' && activationOf(layer) === 'linear')
  );
}

/** What a layer applies to its output; undefined where it has no such choice. */
function activationOf(layer: tf.layers.Layer): unknown {
  return layer.getClassName() === 'Softmax' ? 'softmax' : layer.getConfig().activation;
}

/** What a softmax reads; undefined for a layer without one. */
function beforeSoftmax(layer: tf.layers.Layer): tf.SymbolicTensor | undefined {
  if (activationOf(layer) !== 'softmax') return undefined;
  const input = layer.input as tf.SymbolicTensor; // one input, as all these layers
  if (layer.getClassName() !== 'Dense')
    return ['Softmax', 'Activation'].includes(layer.getClassName()) ? input : undefined;
  const config = layer.getConfig();
  const linear = tf.layers.dense({
    ...config,
    units: Number(config.units),
    activation: 'linear',
    name: `${layer.name}_logits`,
  });
  const output = linear.apply(input) as tf.SymbolicTensor; // symbolic in, symbolic out
  linear.setWeights(layer.getWeights());
  return output;
}

/** Another tensor in the shape that a layer gives. */
function reshapedAs(layer: tf.layers.Layer, from: tf.SymbolicTensor): tf.SymbolicTensor {
  const name = `${layer.name}_logits`;
  const kind = layer.getClassName();
  if (kind === 'Flatten') return tf.layers.flatten({ name }).apply(from) as tf.SymbolicTensor; // symbolic in and out
  if (kind !== 'Reshape') return from;
  const targetShape = layer.outputShape.slice(1) as number[]; // of one output, without the batch
  return tf.layers.reshape({ targetShape, name }).apply(from) as tf.SymbolicTensor; // symbolic in and out
}
