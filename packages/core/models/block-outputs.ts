import type { tf } from '../tensors/tf';
import { isActivation, layerReaders } from './layer-readers';

/**
 * Names of the outputs of a network's residual blocks, in forward order, and of its global pooling: each sum (`Add`), or
 * the activation that follows it, with or without normalization between the two, where nothing else reads the sum. Empty
 * for a network without sums.
 */
export function blockOutputs(network: Pick<tf.LayersModel, 'layers'>): string[] {
  const { layers } = network;
  const readers = layerReaders(network);
  const sums = layers.filter((layer) => layer.getClassName() === 'Add');
  if (sums.length === 0) return [];
  const ends = new Set(sums.map((sum) => activationAfter(sum, readers)?.name ?? sum.name));
  return layers
    .filter((layer) => ends.has(layer.name) || layer.getClassName() === 'GlobalAveragePooling2D')
    .map(({ name }) => name);
}

/** The activation that alone reads a layer, perhaps through a normalization; undefined where there is none. */
function activationAfter(
  layer: tf.layers.Layer,
  readers: ReturnType<typeof layerReaders>,
): tf.layers.Layer | undefined {
  const [reader, ...more] = readers(layer);
  if (!reader || more.length > 0) return undefined;
  if (isActivation(reader)) return reader;
  return reader.getClassName() === 'BatchNormalization' ? activationAfter(reader, readers) : undefined;
}
