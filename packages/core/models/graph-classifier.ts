import { CoreError } from '../errors';
import { tf } from '../tensors/tf';
import type { Classifier, LayerDescription } from './classifier';
import { forwardNodes, type GraphNetwork, sourcesOf } from './graph-network';

/** Images of the run that tells the shapes of all outputs: more than one, so that their number shows in the shapes. */
const triedImages = 2;

/**
 * A classifier over a TF.js graph-model, whose output is read as logits. Its layers are the nodes whose outputs have a row
 * for each image. It says what it thinks of images and what its nodes give, and has no gradients: a graph is frozen for
 * inference, with operations fused that nobody differentiates.
 *
 * @throws {CoreError} `MODEL_FORMAT` when TF.js cannot run it, or it does not map images `[n, h, w, c]` to `[n, classes]`
 */
export async function graphClassifier(
  network: GraphNetwork,
  bounds: readonly [number, number],
): Promise<Classifier> {
  const [height = 0, width = 0, channels = 0] = network.input.shape;
  const inputShape = [height, width, channels] as const;
  const model = await inWords(() => load(network));
  try {
    const layers = await inWords(() => describeNodes(model, network));
    const outputShape = layers.at(-1)?.name === network.output ? (layers.at(-1)?.outputShape ?? []) : [];
    const [classes = 0, ...more] = outputShape;
    if (classes < 2 || more.length > 0)
      throw new CoreError(
        'MODEL_FORMAT',
        `model output: expected [n, classes], got [${['n', ...outputShape].join(', ')}] of ${network.output}`,
      );
    checkOneRow(layers, network.reshapedFrom);
    const run = (images: tf.Tensor, names: readonly string[]) => outputsOf(model, network, images, names);
    return {
      bounds,
      inputShape,
      classes,
      differentiable: false,
      layers,
      logits: (images) => oneOf(run(images, [network.output])),
      forward: (images, taps) => {
        const outputs = run(images, [...checkTaps(layers, taps), network.output]);
        return { logits: oneOf(outputs.slice(-1)), taps: outputs.slice(0, -1) };
      },
      execution: { by: 'layers', reason: 'it is a graph-model of TensorFlow.js, run node by node' },
      dispose: () => model.dispose(),
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * Whether the graph says of each of some images what it says of them together; graphs that were frozen for one image at a
 * time do not.
 *
 * @throws {CoreError} `MODEL_FORMAT` when it does not
 */
export function checkAnyBatch(model: Classifier, images: tf.Tensor): void {
  const difference = tf.tidy(() => {
    const together = tf.softmax(model.logits(images) as tf.Tensor2D); // logits are [n, classes]
    const rows = Array.from({ length: images.shape[0] ?? 0 }, (_, row) => model.logits(images.slice(row, 1)));
    return (
      together
        .sub(tf.softmax(tf.concat(rows) as tf.Tensor2D))
        .abs()
        .max()
        .dataSync()[0] ?? 0
    );
  });
  if (!(difference <= 1e-3))
    throw new CoreError(
      'MODEL_FORMAT',
      `model: expected the same probabilities for images together as one by one, got ones ${difference} apart`,
    );
}

/** A softmax before a change of shape was over all classes at once. @throws {CoreError} `MODEL_FORMAT` otherwise */
function checkOneRow(layers: readonly LayerDescription[], name: string | undefined): void {
  if (name === undefined) return;
  const shape = layers.find((layer) => layer.name === name)?.outputShape ?? [];
  if (shape.length === 0 || shape.reduce((product, size) => product * size, 1) !== shape.at(-1))
    throw new CoreError(
      'MODEL_FORMAT',
      `model output: expected one distribution over the classes, got those over the last axis of ${name} [${shape}]`,
    );
}

function load({ nodes, weightSpecs, weightData }: GraphNetwork): Promise<tf.GraphModel> {
  return tf.loadGraphModel(
    tf.io.fromMemory({
      modelTopology: { node: nodes, versions: {} },
      weightSpecs: weightSpecs as tf.io.WeightsManifestEntry[], // checked by our own schema
      weightData: new Uint8Array(weightData).buffer,
    }),
  );
}

/** What TF.js finds more than our schema did, in its words. */
async function inWords<T>(build: () => T | Promise<T>): Promise<T> {
  try {
    return await build();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CoreError('MODEL_FORMAT', `model: TensorFlow.js cannot run it: ${words.slice(0, 500)}`);
  }
}

function outputsOf(
  model: tf.GraphModel,
  { input }: GraphNetwork,
  images: tf.Tensor,
  names: readonly string[],
): tf.Tensor[] {
  const outputs = model.execute({ [input.name]: images }, [...names]);
  return Array.isArray(outputs) ? outputs : [outputs];
}

function oneOf([tensor]: readonly tf.Tensor[]): tf.Tensor {
  if (!tensor) throw new Error('TensorFlow.js gave no output for a node');
  return tensor;
}

/** Nodes that give a row of numbers for each image, found by running all of them once. */
function describeNodes(model: tf.GraphModel, network: GraphNetwork): LayerDescription[] {
  const nodes = forwardNodes(network);
  const sizes = new Map(
    network.weightSpecs
      .filter(isFloat)
      .map(({ name, shape }) => [name, shape.reduce((product, size) => product * size, 1)]),
  );
  const outputs = tf.tidy(() => {
    const images = tf.zeros([triedImages, ...network.input.shape]);
    const names = nodes.map(({ name }) => name);
    return outputsOf(model, network, images, names).map(({ shape, dtype }) => ({ shape, dtype }));
  });
  return nodes.flatMap((node, at) => {
    const { shape = [], dtype } = outputs[at] ?? {};
    if (shape[0] !== triedImages || dtype !== 'float32') return [];
    const parameters = sourcesOf(node).reduce((sum, source) => sum + (sizes.get(source) ?? 0), 0);
    return [{ name: node.name, className: node.op, outputShape: shape.slice(1), parameters }];
  });
}

/** Integers are sizes and axes, not what was learned. */
const isFloat = ({ dtype }: { dtype: string }) => dtype === 'float32';

function checkTaps(layers: readonly LayerDescription[], taps: readonly string[]): readonly string[] {
  const unknown = taps.find((tap) => !layers.some(({ name }) => name === tap));
  if (unknown === undefined) return taps;
  const known = layers.map(({ name }) => name).join(', ');
  throw new CoreError('PARAMETERS', `layer: expected one of ${known}, got ${unknown}`);
}
