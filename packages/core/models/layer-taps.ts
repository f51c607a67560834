import type { tf } from '../tensors/tf';
import { blockOutputs } from './block-outputs';
import { isActivation, layerReaders } from './layer-readers';

/** Layers that hand on what they read once training is over; of activations, those that change nothing. */
const still = new Set([
  'Activation', 'Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout',
]); // biome-ignore format: a list to scan
/** Layers that hand it on in another shape, or make probabilities of it. */
const reshaping = new Set(['InputLayer', 'Flatten', 'Reshape', 'Permute', 'ZeroPadding2D', 'Softmax']);
/** Layers that shift and scale what they read, each value by itself. */
const rescaling = new Set(['BatchNormalization', 'LayerNormalization', 'Rescaling']);

/**
 * The layers whose outputs are worth comparing, in forward order, as `graphTaps` names them for graphs: the outputs of
 * residual blocks and the pooling over space, or without such blocks the end of each layer. That is the activation behind
 * it, with or without a normalization between; where none follows, the normalization; and the layer itself where it applies
 * an activation of its own. Of whatever has other readers beside these, its own output too. Without the logits: nothing from
 * the last layer with weights on.
 */
export function layerTaps(network: Pick<tf.LayersModel, 'layers'>): string[] {
  const logits = network.layers.findLastIndex(
    (layer) => layer.countParams() > 0 && !isActivation(layer) && !rescaling.has(layer.getClassName()),
  );
  const hidden = network.layers.slice(0, Math.max(logits, 0)).map(({ name }) => name);
  const blocks = blockOutputs(network);
  const taps = blocks.length > 0 ? blocks : layerEnds(network);
  return taps.filter((name) => hidden.includes(name));
}

/** Names of the last of what belongs to each layer, in forward order. */
function layerEnds(network: Pick<tf.LayersModel, 'layers'>): string[] {
  const readers = layerReaders(network);
  const ends = new Set<tf.layers.Layer>();
  for (const layer of network.layers)
    if (isActivation(layer)) ends.add(layer);
    else if (![still, reshaping, rescaling].some((kinds) => kinds.has(layer.getClassName())))
      ends.add(endOf(layer, readers));
  return network.layers.filter((layer) => ends.has(layer)).map(({ name }) => name);
}

/** The last layer that belongs to one. */
function endOf(start: tf.layers.Layer, readers: (of: tf.layers.Layer) => tf.layers.Layer[]): tf.layers.Layer {
  const { activation } = start.getConfig();
  if (activation !== undefined && activation !== 'linear') return start;
  let end = start;
  let last = start;
  for (;;) {
    const [next, ...more] = readers(last);
    if (!next || more.length > 0) return end;
    if (isActivation(next)) return next;
    if (rescaling.has(next.getClassName())) end = next;
    else if (!still.has(next.getClassName())) return end;
    last = next;
  }
}
