import { z } from 'zod';
import { FormatError } from './format-error';
import { bytesOf } from './npy';

const dtypes = {
  F32: { size: 4, array: Float32Array },
  I32: { size: 4, array: Int32Array },
  U32: { size: 4, array: Uint32Array },
  U8: { size: 1, array: Uint8Array },
} as const;

type Dtype = keyof typeof dtypes;
/** Arrays that are kept as tensors. */
export type TensorData = Float32Array | Int32Array | Uint32Array | Uint8Array;

/** Values in C order, with their shape. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A file as read: tensors by name, in the order of the file, and text beside them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const maxHeaderBytes = 1 << 20;
const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'I32', 'U32', 'U8']),
  shape: z.array(z.int().nonnegative()).max(8),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

/**
 * Writes named arrays and text as one file.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const bytes = bytesOf(data);
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...parts]);
}

/**
 * Reads a file of named arrays; every size and offset is checked before anything is copied.
 *
 * @throws {FormatError}
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(headerBytes <= maxHeaderBytes && headerBytes <= bytes.length - 8))
    throw new FormatError(`safetensors: expected a header within the file, got one of ${headerBytes} bytes`);
  const { __metadata__: metadata, ...entries } = parseHeader(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)),
  );
  const body = bytes.subarray(8 + headerBytes);
  const tensors = new Map<string, NamedTensor>();
  let end = 0;
  for (const [name, raw] of Object.entries(entries)) {
    const entry = entrySchema.safeParse(raw);
    if (!entry.success)
      throw new FormatError(`safetensors: entry "${name}" is malformed: ${entry.error.message}`);
    const { dtype, shape, data_offsets } = entry.data;
    const [from, to] = data_offsets;
    const elements = shape.reduce((product, size) => product * size, 1);
    if (from !== end || to > body.length || to - from !== elements * dtypes[dtype].size)
      throw new FormatError(
        `safetensors: "${name}" of shape [${shape}]: expected ${elements * dtypes[dtype].size} bytes at ${end}, got ${from} to ${to}`,
      );
    end = to;
    const copy = new Uint8Array(body.subarray(from, to));
    tensors.set(name, { shape, data: new dtypes[dtype].array(copy.buffer, 0, elements) });
  }
  if (end !== body.length)
    throw new FormatError(`safetensors: expected ${end} bytes of data, got ${body.length}`);
  return { tensors, metadata: z.record(z.string(), z.string()).catch({}).parse(metadata) };
}

function parseHeader(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new FormatError('safetensors: expected a JSON object as header');
  }
}

function dtypeOf(data: TensorData): Dtype {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Int32Array) return 'I32';
  return data instanceof Uint32Array ? 'U32' : 'U8';
}
