import { CoreError } from '../errors';
import { tf } from '../tensors/tf';
import { cutSoftmax } from './cut-softmax';

/**
 * The model with only some of its classes, in the order given: a classifier of a data set whose classes are some of those
 * that the network was trained on. A dense layer at the end keeps the columns of these classes; behind any other end one is
 * added that hands on theirs. A softmax is left out, since outputs are read as logits. Shares all other layers with `model`.
 *
 * @throws {CoreError} `MODEL_FORMAT` when its output is not `[n, classes]`, `PARAMETERS` for a class that it does not have
 */
export function keepClasses(model: tf.LayersModel, classes: readonly number[]): tf.LayersModel {
  const toLogits = cutSoftmax(model);
  const [output] = toLogits.outputs;
  const count = output?.shape[1];
  if (output?.rank !== 2 || !count)
    throw new CoreError(
      'MODEL_FORMAT',
      `outputClasses: expected a model whose output is [n, classes], got [${output?.shape.map((size) => size ?? 'n')}]`,
    );
  const unknown = classes.find((of) => !(of >= 0 && of < count));
  if (unknown !== undefined)
    throw new CoreError('PARAMETERS', `outputClasses: expected classes below ${count}, got ${unknown}`);
  const last = toLogits.layers.at(-1);
  const kept = last?.getClassName() === 'Dense' ? keepColumns(last, classes) : handOn(output, classes);
  return tf.model({ inputs: model.inputs, outputs: kept });
}

/** The output of a dense layer with some of its columns. */
function keepColumns(dense: tf.layers.Layer, classes: readonly number[]): tf.SymbolicTensor {
  const kept = tf.layers.dense({
    ...dense.getConfig(),
    units: classes.length,
    name: `${dense.name}_kept`,
  });
  const output = kept.apply(dense.input) as tf.SymbolicTensor; // symbolic in, symbolic out
  tf.tidy(() => {
    const columns = tf.tensor1d([...classes], 'int32');
    kept.setWeights(dense.getWeights().map((weight) => weight.gather(columns, weight.rank - 1)));
  });
  return output;
}

/** Some columns of an output `[n, classes]`, by a product with columns of the identity. */
function handOn(output: tf.SymbolicTensor, classes: readonly number[]): tf.SymbolicTensor {
  const kept = tf.layers.dense({
    units: classes.length,
    useBias: false,
    name: `${output.sourceLayer.name}_kept`,
  });
  const handed = kept.apply(output) as tf.SymbolicTensor; // symbolic in, symbolic out
  tf.tidy(() => {
    kept.setWeights([
      tf
        .oneHot(tf.tensor1d([...classes], 'int32'), output.shape[1] ?? 0)
        .toFloat()
        .transpose(),
    ]);
  });
  return handed;
}
