import { FormatError } from './format-error';

/** Element types that this project keeps in npy files, with what NumPy calls them. */
const dtypes = {
  uint8: { code: 'u1', size: 1, array: Uint8Array },
  int32: { code: 'i4', size: 4, array: Int32Array },
  uint32: { code: 'u4', size: 4, array: Uint32Array },
  float32: { code: 'f4', size: 4, array: Float32Array },
} as const;

/** An element type, by the name that NumPy gives it. */
export type NpyDtype = keyof typeof dtypes;
/** The typed arrays of these element types. */
export type NpyData = Uint8Array | Int32Array | Uint32Array | Float32Array;

/** What an npy header says. Rows can be read from a file by `offset + row * rowBytes`. */
export interface NpyHeader {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  /** Byte at which the data starts. */
  readonly offset: number;
  readonly rowBytes: number;
}

/** A whole npy file as read: values in C order. */
export interface NpyArray extends Pick<NpyHeader, 'dtype' | 'shape'> {
  readonly data: NpyData;
}

const magic = '\x93NUMPY';
const maxHeaderBytes = 4096;

/** Header of a little-endian, C-order npy file (version 1.0), so that a file can be written chunk by chunk. */
export function npyHeaderBytes(dtype: NpyDtype, shape: readonly number[]): Uint8Array {
  const { code, size } = dtypes[dtype];
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${size === 1 ? '|' : '<'}${code}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const padded = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = Buffer.alloc(10 + padded, ' ');
  bytes.write(magic, 0, 'latin1');
  bytes[6] = 1;
  bytes[7] = 0;
  bytes.writeUInt16LE(padded, 8);
  bytes.write(`${text}`, 10, 'latin1');
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

/** A whole npy file. */
export function writeNpy(dtype: NpyDtype, shape: readonly number[], data: NpyData): Uint8Array {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== data.length)
    throw new FormatError(`npy of shape [${shape}]: expected ${elements} elements, got ${data.length}`);
  return Buffer.concat([npyHeaderBytes(dtype, shape), bytesOf(data)]);
}

/** The bytes beneath a typed array, not copied. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Reads the header of an npy file. `bytes` may be the file's beginning only.
 * Object arrays, Fortran order, big-endian and other element types are refused; nothing is ever evaluated.
 *
 * @throws {FormatError}
 */
export function npyHeader(bytes: Uint8Array): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || latin1(bytes.subarray(0, 6)) !== magic)
    throw new FormatError('npy file: expected it to start with \\x93NUMPY');
  const major = bytes[6];
  if (major !== 1 && major !== 2) throw new FormatError(`npy file: expected version 1 or 2, got ${major}`);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = major === 1 ? 10 : 12;
  if (length > maxHeaderBytes || bytes.length < start + length)
    throw new FormatError(`npy file: expected a header of at most ${maxHeaderBytes} bytes, got ${length}`);
  const text = latin1(bytes.subarray(start, start + length)).trim();
  const match =
    /^\{\s*'descr':\s*'([<>|=])([a-zA-Z]\d*)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d,\s]*)\),?\s*\}$/.exec(
      text,
    );
  if (!match) throw new FormatError(`npy file: expected a plain header, got ${text.slice(0, 80)}`);
  const [, order, code, fortran, dimensions = ''] = match;
  const dtype = (Object.keys(dtypes) as NpyDtype[]).find((name) => dtypes[name].code === code); // keys of a literal
  if (!dtype) throw new FormatError(`npy file: expected one of u1, i4, u4, f4, got ${order}${code}`);
  if (order === '>' || fortran === 'True')
    throw new FormatError(
      'npy file: expected little-endian values in C order; write it with np.ascontiguousarray',
    );
  const shape = dimensions
    .split(',')
    .filter((size) => size.trim())
    .map(Number);
  const elements = shape.reduce((product, size) => product * size, 1);
  if (![...shape, elements].every(Number.isSafeInteger))
    throw new FormatError(`npy file: the shape [${shape}] is too large`);
  const rowBytes = shape.slice(1).reduce((product, size) => product * size, dtypes[dtype].size);
  return { dtype, shape, offset: start + length, rowBytes };
}

/** Each byte as one character. Browsers, which read files of ours too, know no Buffer. */
function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/**
 * Reads a whole npy file; the data is copied, so that it is aligned.
 *
 * @throws {FormatError}
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { dtype, shape, offset } = npyHeader(bytes);
  const { array, size } = dtypes[dtype];
  const elements = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - offset !== elements * size)
    throw new FormatError(
      `npy file of shape [${shape}]: expected ${elements * size} bytes of data, got ${bytes.length - offset}`,
    );
  const copy = bytes.slice(offset);
  return { dtype, shape, data: new array(copy.buffer, copy.byteOffset, elements) };
}
