import type { tf } from '../tensors/tf';
import { isActivation, layerReaders } from './layer-readers';

/**
 * Names of the outputs of a network's residual blocks, in forward order, and of its global pooling: each sum (`Add`), or
 * the activation right after it where nothing else reads the sum. Empty for a network without sums.
 */
export function blockOutputs(network: Pick<tf.LayersModel, 'layers'>): string[] {
  const { layers } = network;
  const readers = layerReaders(network);
  const sums = layers.filter((layer) => layer.getClassName() === 'Add');
  if (sums.length === 0) return [];
  const ends = new Set(
    sums.map((sum) => {
      const [reader, ...more] = readers(sum);
      return reader && more.length === 0 && isActivation(reader) ? reader.name : sum.name;
    }),
  );
  return layers
    .filter((layer) => ends.has(layer.name) || layer.getClassName() === 'GlobalAveragePooling2D')
    .map(({ name }) => name);
}
