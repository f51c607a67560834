import type { tf } from '../tensors/tf';

/**
 * Names of the outputs of a network's residual blocks, in forward order, and of its global pooling: each sum (`Add`), or
 * the activation right after it where nothing else reads the sum. Empty for a network without sums.
 */
export function blockOutputs({ layers }: Pick<tf.LayersModel, 'layers'>): string[] {
  const readers = (of: tf.layers.Layer) =>
    layers.filter((layer) => {
      const inputs = Array.isArray(layer.input) ? layer.input : [layer.input];
      return inputs.some((input) => input === of.output);
    });
  const activations = ['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU'];
  const sums = layers.filter((layer) => layer.getClassName() === 'Add');
  if (sums.length === 0) return [];
  const ends = new Set(
    sums.map((sum) => {
      const [reader, ...more] = readers(sum);
      const follows = reader && more.length === 0 && activations.includes(reader.getClassName());
      return follows ? reader.name : sum.name;
    }),
  );
  return layers
    .filter((layer) => ends.has(layer.name) || layer.getClassName() === 'GlobalAveragePooling2D')
    .map(({ name }) => name);
}
