import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const endRecord = 0x06054b50;
/** The end record and the longest comment that may follow it. */
const longestTail = 22 + 65535;

/** @typedef {{ deflated: boolean, packedBytes: number, bytes: number, offset: number }} ZipEntry */

/**
 * The entries of a zip file by name, such as a wheel's: a few of its thousands are wanted, and no unzip need be there.
 * Zip64 and encryption are not known; wheels on the registry have neither.
 *
 * @param {string} file
 * @returns {Promise<Map<string, ZipEntry>>}
 * @throws {Error}
 */
export async function listZip(file) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tail = await readAt(handle, Math.max(0, size - longestTail), Math.min(size, longestTail));
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== endRecord) end--;
    if (end < 0) throw new Error(`${file} is not a zip file, or is cut short`);
    const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    return readDirectory(directory, tail.readUInt16LE(end + 10));
  } finally {
    await handle.close();
  }
}

/**
 * @param {Buffer} directory
 * @param {number} count
 */
function readDirectory(directory, count) {
  /** @type {Map<string, ZipEntry>} */
  const entries = new Map();
  for (let at = 0, left = count; left > 0; left--) {
    const nameLength = directory.readUInt16LE(at + 28);
    const more = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    entries.set(directory.toString('utf8', at + 46, at + 46 + nameLength), {
      deflated: directory.readUInt16LE(at + 10) === 8,
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + more;
  }
  return entries;
}

/**
 * Writes one entry to a file.
 *
 * @param {string} file
 * @param {ZipEntry} entry
 * @param {string} target
 * @throws {Error} when it does not have the length that the zip says
 */
export async function unpackEntry(file, entry, target) {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(await contents(file, entry), createWriteStream(target, { highWaterMark: 1 << 20 }));
}

/**
 * @param {string} file
 * @param {ZipEntry} entry
 */
export async function readEntry(file, entry) {
  return buffer(await contents(file, entry));
}

/**
 * @param {string} file
 * @param {ZipEntry} entry
 */
async function contents(file, { deflated, packedBytes, bytes, offset }) {
  const handle = await open(file);
  const header = await readAt(handle, offset, 30).finally(() => handle.close());
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  let seen = 0;
  const checked = new Transform({
    transform(chunk, _encoding, next) {
      seen += chunk.length;
      next(null, chunk);
    },
    flush(next) {
      next(seen === bytes ? null : new Error(`${file} is damaged: expected ${bytes} bytes, got ${seen}`));
    },
  });
  if (packedBytes === 0) {
    checked.end();
    return checked;
  }
  const packed = createReadStream(file, { start, end: start + packedBytes - 1, highWaterMark: 1 << 20 });
  const stages = deflated ? [packed, createInflateRaw({ chunkSize: 1 << 20 }), checked] : [packed, checked];
  // Whoever reads `checked` sees the error of any stage: pipeline destroys it with that error.
  pipeline(stages).catch(() => {});
  return checked;
}

/**
 * @param {import('node:fs/promises').FileHandle} handle
 * @param {number} position
 * @param {number} length
 */
async function readAt(handle, position, length) {
  const { bytesRead, buffer: bytes } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length)
    throw new Error(`the zip file is cut short: expected ${length} bytes at ${position}, got ${bytesRead}`);
  return bytes;
}
