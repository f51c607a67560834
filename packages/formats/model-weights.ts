import { z } from 'zod';
import { FormatError } from './format-error';

const maxWeightBytes = 2 ** 31;
const itemBytes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** A plain file name: no folder, no address, nothing hidden. */
const fileName = z.string().regex(/^[\w][\w.-]*$/, 'expected a plain file name');

/** How far from zero a weight may be, so that it is a number as a 32-bit float or a 32-bit integer. */
const mostValue = { float32: 3.4e38, int32: 2 ** 31 - 1 } as const;

const quantization = z
  .object({
    dtype: z.enum(['uint8', 'uint16', 'float16']),
    scale: z.number().optional(),
    min: z.number().optional(),
    original_dtype: z.enum(['float32', 'int32']).optional(),
  })
  .refine(
    ({ dtype, scale, min }) => dtype === 'float16' || (scale !== undefined && min !== undefined),
    'expected a scale and a least value',
  );

const weight = z
  .object({
    name: z.string().min(1).max(500),
    shape: z.array(z.int().nonnegative()).max(6),
    dtype: z.enum(['float32', 'int32', 'bool']),
    quantization: quantization.optional(),
  })
  .refine(quantizedWithinBounds, {
    path: ['quantization'],
    error: 'expected values that are numbers of the type of the weight',
  });

/** Whether every value that a quantized weight can hold is a number of its type. TensorFlow.js takes any. */
function quantizedWithinBounds({
  dtype,
  quantization: quantized,
}: {
  dtype: 'float32' | 'int32' | 'bool';
  quantization?: z.output<typeof quantization> | undefined;
}): boolean {
  if (!quantized) return true;
  if (dtype === 'bool') return false;
  if (quantized.dtype === 'float16') return dtype === 'float32';
  const { min = 0, scale = 0 } = quantized;
  const last = min + scale * (2 ** (8 * itemBytes[quantized.dtype]) - 1);
  return Math.max(Math.abs(min), Math.abs(last)) <= mostValue[dtype];
}

/** Which files hold which weights, in both formats of TensorFlow.js. */
export const weightsManifest = z
  .array(z.object({ paths: z.array(fileName).min(1), weights: z.array(weight) }))
  .max(1000);

/** Name, shape and type of one weight tensor, as `weightsManifest` has it. */
export type WeightSpec = z.output<typeof weight>;

/** All weights of a model, one after the other. */
export interface ModelWeights {
  readonly weightSpecs: readonly WeightSpec[];
  readonly weightData: Uint8Array;
}

/**
 * The weights that a manifest names: exact byte counts, finite numbers.
 *
 * @param files weight files by the names that the manifest gives
 * @throws {FormatError}
 */
export function readWeights(
  manifest: z.output<typeof weightsManifest>,
  files: ReadonlyMap<string, Uint8Array>,
): ModelWeights {
  const parts: Uint8Array[] = [];
  for (const { paths, weights } of manifest) {
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
  const weightSpecs = manifest.flatMap(({ weights }) => weights);
  const weightData = joined(parts);
  if (weightData.length > maxWeightBytes) throw new FormatError('model: the weights are larger than 2 GiB');
  refuseNonFinite(weightSpecs, weightData);
  return { weightSpecs, weightData };
}

/** One after the other. Browsers, which read bundles too, know no Buffer. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function weightBytes({ shape, dtype, quantization: quantized }: WeightSpec): number {
  return shape.reduce((product, size) => product * size, 1) * itemBytes[quantized?.dtype ?? dtype];
}

function refuseNonFinite(specs: readonly WeightSpec[], data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let offset = 0;
  for (const spec of specs) {
    const bytes = weightBytes(spec);
    // Of a half float the five bits of the exponent are all set where it is no finite number.
    if (spec.quantization?.dtype === 'float16')
      for (let at = offset; at < offset + bytes; at += 2)
        if ((view.getUint16(at, true) & 0x7c00) === 0x7c00)
          throw new FormatError(`weight ${spec.name}: expected finite numbers, got one that is not`);
    if (spec.dtype === 'float32' && !spec.quantization)
      for (let at = offset; at < offset + bytes; at += 4)
        if (!Number.isFinite(view.getFloat32(at, true)))
          throw new FormatError(
            `weight ${spec.name}: expected finite numbers, got ${view.getFloat32(at, true)}`,
          );
    offset += bytes;
  }
}
