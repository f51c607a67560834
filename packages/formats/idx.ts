import { constants, gunzipSync } from 'node:zlib';
import { checkExpansion } from './expansion';
import { FormatError } from './format-error';

/** An IDX file of unsigned bytes, as MNIST and its relatives use: images `[n, h, w]` or labels `[n]`. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an IDX file, compressed by gzip or plain. Of a compressed one the header is unpacked first: no more than it says is
 * unpacked then, and nothing when that is above `maxBytes` or out of all proportion to the bytes that came.
 *
 * @throws {FormatError}
 * @see http://yann.lecun.com/exdb/mnist/ for the format
 */
export function readIdx(bytes: Uint8Array, maxBytes = 2 ** 31): IdxArray {
  const { zipped, shape, offset, size } = readIdxHeader(bytes);
  if (zipped)
    checkExpansion(`IDX file of shape [${shape}]`, {
      packed: bytes.length,
      unpacked: offset + size,
      maxBytes,
    });
  const plain = zipped ? gunzip(bytes, { shape, bytes: offset + size }) : bytes;
  const got = plain.length - offset;
  if (size !== got) throw new FormatError(`IDX file of shape [${shape}]: expected ${size} bytes, got ${got}`);
  return { shape, data: plain.subarray(offset) };
}

/** What the header of an IDX file says. */
export interface IdxHeader {
  /** Whether the file is compressed by gzip. */
  readonly zipped: boolean;
  readonly shape: readonly number[];
  /** Byte of the unpacked file at which the values begin. */
  readonly offset: number;
  /** How many values there are, a byte each. */
  readonly size: number;
}

/** Reads the header of an IDX file, of which its first `idxHeaderBytes` are enough. @throws {FormatError} */
export function readIdxHeader(bytes: Uint8Array): IdxHeader {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = zipped ? gunzipStart(bytes) : bytes;
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
  return { zipped, shape, offset, size: shape.reduce((product, length) => product * length, 1) };
}

/** Compressed bytes that are sure to hold a header; they unpack to a megabyte at most. */
export const idxHeaderBytes = 1024;

function gunzipStart(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, idxHeaderBytes), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new FormatError(`IDX file: expected gzip, got: ${String(error)}`);
  }
}

function gunzip(bytes: Uint8Array, expected: { shape: readonly number[]; bytes: number }): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: expected.bytes });
  } catch (error) {
    throw new FormatError(
      `IDX file of shape [${expected.shape}]: expected gzip of at most ${expected.bytes} bytes, got: ${String(error)}`,
    );
  }
}
