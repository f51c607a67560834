import { FormatError } from './format-error';
import type { LayersModelFile } from './layers-model';

/** What a model subtracts from each channel of its input, and then divides it by, in units of the input. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Name of the layer that normalizes. */
const layerName = 'input_normalization';

interface Layer {
  readonly class_name: string;
  readonly name?: string;
  readonly config: Record<string, unknown>;
  readonly inbound_nodes?: unknown;
}

/**
 * The model with a layer before all others that normalizes each channel, `(x - mean) / std`: a batch normalization whose
 * statistics are fixed. What comes after, zero padding too, sees what it was trained on, while images and perturbations
 * are in units of plain pixels.
 *
 * @throws {FormatError} when there is not one mean and one std for each channel, or more than one input
 */
export function normalizeInput(file: LayersModelFile, { mean, std }: Normalization): LayersModelFile {
  const topology = structuredClone(file.modelTopology) as Record<string, unknown>; // JSON, as the schema checked
  const model = (topology.model_config ?? topology) as { class_name: string; config: unknown };
  const layers = (
    Array.isArray(model.config) ? model.config : (model.config as { layers: Layer[] }).layers
  ) as Layer[]; // checked by readLayersModel
  const first = layers[0];
  const shape = first?.config.batch_input_shape;
  const channels = Array.isArray(shape) ? shape.at(-1) : undefined;
  if (!first || channels !== mean.length || channels !== std.length)
    throw new FormatError(
      `normalization: expected a mean and a std for each of ${channels ?? 'no'} channels, got ${mean.length} and ${std.length}`,
    );
  const sequential = model.class_name === 'Sequential';
  const layer: Layer = {
    class_name: 'BatchNormalization',
    config: {
      name: layerName,
      trainable: false,
      dtype: 'float32',
      axis: -1,
      epsilon: 0,
      center: true,
      scale: true,
      ...(sequential && first.class_name !== 'InputLayer' && { batch_input_shape: shape }),
    },
    ...(!sequential && { name: layerName, inbound_nodes: [[[first.name, 0, 0, {}]]] }),
  };
  if (!sequential) redirect(layers, String(first.name));
  layers.splice(first.class_name === 'InputLayer' ? 1 : 0, 0, layer);
  const weights = {
    gamma: mean.map(() => 1),
    beta: mean.map(() => 0),
    moving_mean: mean,
    moving_variance: std.map((value) => value * value),
  };
  return {
    modelTopology: topology,
    weightSpecs: [
      ...Object.entries(weights).map(([name, values]) => ({
        name: `${layerName}/${name}`,
        shape: [values.length],
        dtype: 'float32' as const,
      })),
      ...file.weightSpecs,
    ],
    weightData: Buffer.concat([
      ...Object.values(weights).map((values) => Buffer.from(Float32Array.from(values).buffer)),
      file.weightData,
    ]),
  };
}

/** Layers of a functional model that read `from` read the new layer instead. */
function redirect(layers: readonly Layer[], from: string): void {
  for (const { inbound_nodes: nodes } of layers)
    for (const node of Array.isArray(nodes) ? nodes : [])
      for (const input of Array.isArray(node) ? node : [])
        if (Array.isArray(input) && input[0] === from) input[0] = layerName;
}
