import { gunzipSync } from 'node:zlib';
import { FormatError } from './format-error';

/** An IDX file of unsigned bytes, as MNIST and its relatives use: images `[n, h, w]` or labels `[n]`. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an IDX file, compressed by gzip or plain. A stream that unpacks to more than `maxBytes` is refused.
 *
 * @throws {FormatError}
 * @see http://yann.lecun.com/exdb/mnist/ for the format
 */
export function readIdx(bytes: Uint8Array, maxBytes = 2 ** 31): IdxArray {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, maxBytes) : bytes;
  if (plain.length < 4) throw new FormatError(`IDX file: expected at least 4 bytes, got ${plain.length}`);
  const [zero, alsoZero, type, rank] = plain;
  if (zero !== 0 || alsoZero !== 0)
    throw new FormatError(`IDX file: expected it to start with two zero bytes, got ${zero} and ${alsoZero}`);
  if (type !== unsignedByte) throw new FormatError(`IDX file: expected type 8 (unsigned bytes), got ${type}`);
  if (!rank || rank > 4) throw new FormatError(`IDX file: expected 1 to 4 dimensions, got ${rank}`);
  const offset = 4 + 4 * rank;
  if (plain.length < offset) throw new FormatError(`IDX file: the header of ${rank} dimensions is cut short`);
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, size) => product * size, 1);
  const got = plain.length - offset;
  if (expected !== got)
    throw new FormatError(`IDX file of shape [${shape}]: expected ${expected} bytes, got ${got}`);
  return { shape, data: plain.subarray(offset) };
}

function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new FormatError(`IDX file: expected gzip of at most ${maxBytes} bytes, got: ${String(error)}`);
  }
}
