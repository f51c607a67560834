import { CoreError } from '../errors';
import { tf } from '../tensors/tf';

/**
 * The model up to its logits: without a softmax at its end. A dense layer that applies softmax itself is read as linear.
 *
 * @throws {CoreError} `MODEL_FORMAT` for more than one input or output
 */
export function cutSoftmax(model: tf.LayersModel): tf.LayersModel {
  if (model.outputs.length !== 1 || model.inputs.length !== 1)
    throw new CoreError(
      'MODEL_FORMAT',
      `model: expected one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  const last = model.layers[model.layers.length - 1];
  const config = last?.getConfig() ?? {};
  const kind = last?.getClassName();
  if (last && (kind === 'Softmax' || (kind === 'Activation' && config.activation === 'softmax')))
    return tf.model({ inputs: model.inputs, outputs: last.input as tf.SymbolicTensor }); // one input, as checked
  if (last && kind === 'Dense' && config.activation === 'softmax') {
    const linear = tf.layers.dense({
      ...config,
      units: Number(config.units),
      activation: 'linear',
      name: `${last.name}_logits`,
    });
    const output = linear.apply(last.input) as tf.SymbolicTensor; // symbolic in, symbolic out
    linear.setWeights(last.getWeights());
    return tf.model({ inputs: model.inputs, outputs: output });
  }
  return model;
}
