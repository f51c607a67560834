import { z } from 'zod';
import { FormatError } from './format-error';
import { brokenOrder } from './layer-order';
import { firstIssue, parseModelJson } from './model-json';
import { type ModelWeights, readWeights, weightsManifest } from './model-weights';

/** Layers that an uploaded model may have. Lambda, custom and stateful ones are not among them. */
const knownLayers = [
  'InputLayer', 'Dense', 'Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'MaxPooling2D', 'AveragePooling2D',
  'GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten', 'Reshape', 'Permute', 'ZeroPadding2D', 'Cropping2D',
  'BatchNormalization', 'LayerNormalization', 'Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'Softmax',
  'ThresholdedReLU', 'Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'Add', 'Average',
  'Concatenate', 'Maximum', 'Minimum', 'Multiply', 'Rescaling', 'UpSampling2D', 'Functional', 'Model', 'Sequential',
] as const; // biome-ignore format: a list to scan

const maxLayers = 2000;

/** Layers that are models themselves: their own layers are checked likewise. */
const nestingLayers: readonly string[] = ['Functional', 'Model', 'Sequential'];

/** Loose: a functional model's layers carry their name and where their inputs come from beside what is checked. */
const layer = z
  .looseObject({
    class_name: z.enum(knownLayers, {
      error: ({ input }) =>
        `expected a layer that is known here, got ${JSON.stringify(input)?.slice(0, 100)}; known are ${knownLayers.join(', ')}`,
    }),
    config: z.record(z.string(), z.unknown()),
  })
  .superRefine(({ class_name: name, config }, context) => {
    if (!nestingLayers.includes(name)) return;
    const nested = layersConfig(z.array(layerSchema()).max(maxLayers)).safeParse(config);
    for (const issue of nested.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['config', ...issue.path], message: issue.message });
  });

/** The layers of a model, in an order that there is. */
function layersConfig<Layers extends z.ZodType<unknown[]>>(layers: Layers) {
  return z.looseObject({ layers }).superRefine(({ layers: list }, context) => {
    const broken = brokenOrder(list as unknown[]); // what the array's schema gave
    if (broken) context.addIssue({ code: 'custom', path: ['layers'], message: broken });
  });
}

/** A function, because a layer's schema refers to itself. */
function layerSchema(): z.ZodType<unknown> {
  return layer;
}

const modelConfig = z.object({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  config: z.union([z.array(layer).max(maxLayers), layersConfig(z.array(layer).max(maxLayers))]),
});

const modelJson = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.union([z.looseObject({ model_config: modelConfig }), modelConfig]),
  weightsManifest,
});

/** A model that passed our own check, ready for `tf.io.fromMemory`. */
export interface LayersModelFile extends ModelWeights {
  readonly modelTopology: object;
}

/**
 * Checks a TF.js layers-model before TF.js sees it: known layers, plain file names, exact byte counts, finite weights.
 *
 * @param files weight files by the names that `weightsManifest` gives
 * @throws {FormatError}
 */
export function readLayersModel(json: string, files: ReadonlyMap<string, Uint8Array>): LayersModelFile {
  const { modelTopology, weightsManifest: manifest } = parseLayersModel(json);
  return { modelTopology, ...readWeights(manifest, files) };
}

/** The model.json of a layers-model, checked as far as that can be without its weights. @throws {FormatError} */
export function parseLayersModel(json: string): z.output<typeof modelJson> {
  const parsed = checkJson(parseModelJson(json));
  if (!parsed.success) throw new FormatError(`model.json: ${firstIssue(parsed.error)}`);
  return parsed.data;
}

function checkJson(value: unknown) {
  try {
    return modelJson.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FormatError('model.json: expected models within models a few levels deep, got thousands');
  }
}
