import { CoreError } from '../errors';
import { tf } from '../tensors/tf';
import { cutSoftmax } from './cut-softmax';

/**
 * The model with only some of its classes, in the order given: a classifier of a data set whose classes are some of those
 * that the network was trained on. The last dense layer keeps the columns of these classes; a softmax after it is left
 * out, since outputs are read as logits. Shares all layers but that one with `model`.
 *
 * @throws {CoreError} `MODEL_FORMAT` when it does not end in a dense layer, `PARAMETERS` for a class that it does not have
 */
export function keepClasses(model: tf.LayersModel, classes: readonly number[]): tf.LayersModel {
  const toLogits = cutSoftmax(model);
  const dense = toLogits.layers.at(-1);
  if (dense?.getClassName() !== 'Dense')
    throw new CoreError(
      'MODEL_FORMAT',
      `outputClasses: expected a model that ends in a dense layer, got ${dense?.getClassName()}`,
    );
  const config = dense.getConfig();
  const units = Number(config.units);
  const unknown = classes.find((of) => !(of >= 0 && of < units));
  if (unknown !== undefined)
    throw new CoreError('PARAMETERS', `outputClasses: expected classes below ${units}, got ${unknown}`);
  const kept = tf.layers.dense({ ...config, units: classes.length, name: `${dense.name}_kept` });
  const output = kept.apply(dense.input) as tf.SymbolicTensor; // symbolic in, symbolic out
  tf.tidy(() => {
    const columns = tf.tensor1d([...classes], 'int32');
    kept.setWeights(dense.getWeights().map((weight) => weight.gather(columns, weight.rank - 1)));
  });
  return tf.model({ inputs: model.inputs, outputs: output });
}
