import { z } from 'zod';
import { FormatError } from './format-error';

/** Layers that an uploaded model may have. Lambda, custom and stateful ones are not among them. */
const knownLayers = [
  'InputLayer', 'Dense', 'Conv2D', 'DepthwiseConv2D', 'SeparableConv2D', 'MaxPooling2D', 'AveragePooling2D',
  'GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten', 'Reshape', 'Permute', 'ZeroPadding2D', 'Cropping2D',
  'BatchNormalization', 'LayerNormalization', 'Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'Softmax',
  'ThresholdedReLU', 'Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout', 'Add', 'Average',
  'Concatenate', 'Maximum', 'Minimum', 'Multiply', 'Rescaling', 'UpSampling2D', 'Functional', 'Model', 'Sequential',
] as const; // biome-ignore format: a list to scan

const maxLayers = 2000;
const maxWeightBytes = 2 ** 31;
const itemBytes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** A plain file name: no folder, no address, nothing hidden. */
const fileName = z.string().regex(/^[\w][\w.-]*$/, 'expected a plain file name');

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
    const nested = z.looseObject({ layers: z.array(layerSchema()).max(maxLayers) }).safeParse(config);
    for (const issue of nested.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['config', ...issue.path], message: issue.message });
  });

/** A function, because a layer's schema refers to itself. */
function layerSchema(): z.ZodType<unknown> {
  return layer;
}

const quantization = z.object({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  scale: z.number().optional(),
  min: z.number().optional(),
  original_dtype: z.enum(['float32', 'int32']).optional(),
});

const weight = z.object({
  name: z.string().min(1).max(500),
  shape: z.array(z.int().nonnegative()).max(6),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: quantization.optional(),
});

const modelConfig = z.object({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  config: z.union([z.array(layer).max(maxLayers), z.looseObject({ layers: z.array(layer).max(maxLayers) })]),
});

const modelJson = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.union([z.looseObject({ model_config: modelConfig }), modelConfig]),
  weightsManifest: z.array(z.object({ paths: z.array(fileName).min(1), weights: z.array(weight) })).max(1000),
});

/** Name, shape and type of one weight tensor, as `weightsManifest` has it. */
export type WeightSpec = z.output<typeof weight>;

/** A model that passed our own check, ready for `tf.io.fromMemory`. */
export interface LayersModelFile {
  readonly modelTopology: object;
  readonly weightSpecs: readonly WeightSpec[];
  readonly weightData: Uint8Array;
}

/**
 * Checks a TF.js layers-model before TF.js sees it: known layers, plain file names, exact byte counts, finite weights.
 *
 * @param files weight files by the names that `weightsManifest` gives
 * @throws {FormatError}
 */
export function readLayersModel(json: string, files: ReadonlyMap<string, Uint8Array>): LayersModelFile {
  const parsed = checkJson(parseJson(json));
  if (!parsed.success) throw new FormatError(`model.json: ${firstIssue(parsed.error)}`);
  const { modelTopology, weightsManifest } = parsed.data;
  const parts: Uint8Array[] = [];
  for (const { paths, weights } of weightsManifest) {
    const expected = weights.reduce((sum, spec) => sum + weightBytes(spec), 0);
    const group = paths.map((path) => {
      const bytes = files.get(path);
      if (!bytes)
        throw new FormatError(
          `model.json: expected the weight file ${path}, got ${[...files.keys()].join(', ') || 'none'}`,
        );
      return bytes;
    });
    const got = group.reduce((sum, bytes) => sum + bytes.length, 0);
    if (got !== expected)
      throw new FormatError(`${paths.join(', ')}: expected ${expected} bytes of weights, got ${got}`);
    parts.push(...group);
  }
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = Buffer.concat(parts);
  if (weightData.length > maxWeightBytes) throw new FormatError('model: the weights are larger than 2 GiB');
  refuseNonFinite(weightSpecs, weightData);
  return { modelTopology, weightSpecs, weightData };
}

function checkJson(value: unknown) {
  try {
    return modelJson.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FormatError('model.json: expected models within models a few levels deep, got thousands');
  }
}

function weightBytes({ shape, dtype, quantization: quantized }: WeightSpec): number {
  return shape.reduce((product, size) => product * size, 1) * itemBytes[quantized?.dtype ?? dtype];
}

function refuseNonFinite(specs: readonly WeightSpec[], data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let offset = 0;
  for (const spec of specs) {
    const bytes = weightBytes(spec);
    if (spec.dtype === 'float32' && !spec.quantization)
      for (let at = offset; at < offset + bytes; at += 4)
        if (!Number.isFinite(view.getFloat32(at, true)))
          throw new FormatError(
            `weight ${spec.name}: expected finite numbers, got ${view.getFloat32(at, true)}`,
          );
    offset += bytes;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(
      `model.json: expected JSON, got: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** The first mistake, with its place. Of a choice of forms, the mistake in the form that fits deepest. */
function firstIssue({ issues: [issue] }: { issues: readonly z.core.$ZodIssue[] }): string {
  if (!issue) return 'malformed';
  const { path, message } = deepest(issue);
  return `${path.join('.')}: ${message}`;
}

function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap(([first]) => (first ? [deepest(first)] : []));
  const [best] = inner.sort((a, b) => b.path.length - a.path.length);
  return best ? { path: [...issue.path, ...best.path], message: best.message } : issue;
}
