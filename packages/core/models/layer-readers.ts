import type { tf } from '../tensors/tf';

/** Who reads the output of a layer, within one network, in forward order. */
export function layerReaders({
  layers,
}: Pick<tf.LayersModel, 'layers'>): (of: tf.layers.Layer) => tf.layers.Layer[] {
  return (of) =>
    layers.filter((layer) => {
      const inputs = Array.isArray(layer.input) ? layer.input : [layer.input];
      return inputs.some((input) => input === of.output);
    });
}

/** Whether a layer is nothing but an activation, and one that changes something. */
export function isActivation(layer: tf.layers.Layer): boolean {
  const kind = layer.getClassName();
  if (kind === 'Activation') return layer.getConfig().activation !== 'linear';
  return ['ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'ThresholdedReLU'].includes(kind);
}
