import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { checkExpansion } from './expansion';
import { FormatError } from './format-error';
import { idxHeaderBytes, readIdxHeader } from './idx';
import { asFormatError, openPicture } from './picture-file';
import { openZip } from './zip-file';

const maxIdxBytes = 2 ** 31;
const maxSheetPixels = 8192 * 8192;
const maxImagePixels = 4096 * 4096;
const archiveLimits = { maxFiles: 400_000, maxBytes: 2e9 };
/** An image of the most pixels takes no more as it is; larger files are no images that can be used. */
const maxImageFileBytes = 100e6;
const imageNames = /\.(png|jpe?g|gif|webp|tiff?|svg|bmp|avif|heic)$/i;

/**
 * Looks through an IDX file, plain or packed, without holding it in memory.
 *
 * @throws {FormatError}
 */
export async function checkIdxFile(file: string): Promise<void> {
  const handle = await open(file);
  const { size: packed } = await handle.stat();
  const { bytesRead, buffer: head } = await handle
    .read(Buffer.alloc(idxHeaderBytes), 0, idxHeaderBytes, 0)
    .finally(() => handle.close());
  const { zipped, shape, offset, size } = readIdxHeader(head.subarray(0, bytesRead));
  const expected = offset + size;
  const what = `IDX file of shape [${shape}]`;
  let got = packed;
  if (zipped) {
    checkExpansion(what, { packed, unpacked: expected, maxBytes: maxIdxBytes });
    got = await unpackedBytes(file, expected).catch((error: Error) => {
      throw new FormatError(`${what}: expected gzip of ${expected} bytes, got: ${error.message}`);
    });
  }
  if (got !== expected) throw new FormatError(`${what}: expected ${size} bytes, got ${got - offset}`);
}

/** How many bytes a gzip file unpacks to; unpacks no further once they are more than `most`. */
async function unpackedBytes(file: string, most: number): Promise<number> {
  let bytes = 0;
  const count = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(bytes > most ? new Error('more bytes') : null);
    },
  });
  await pipeline(createReadStream(file), createGunzip(), count);
  return bytes;
}

/**
 * Looks through a ZIP archive of images, one file at a time: every file unpacks to what it says, and what is called an
 * image begins as one within the limits. The images themselves are decoded when they are used.
 *
 * @throws {FormatError}
 */
export async function checkImageArchive(file: string, limits = archiveLimits): Promise<void> {
  const archive = await openZip(file, limits);
  try {
    for (const [path, size] of archive.sizes) {
      if (path.endsWith('/') || path.startsWith('__MACOSX/')) continue;
      if (!imageNames.test(path)) {
        await drain(archive.stream, path);
        continue;
      }
      const name = path.slice(0, 200);
      if (size > maxImageFileBytes)
        throw new FormatError(
          `${name}: expected an image file of at most ${maxImageFileBytes} bytes, got ${size}`,
        );
      await openPicture(await archive.read(path), { name, maxPixels: maxImagePixels });
    }
  } finally {
    archive.close();
  }
}

async function drain(stream: (path: string) => Promise<AsyncIterable<unknown>>, path: string): Promise<void> {
  try {
    for await (const _ of await stream(path));
  } catch (error) {
    throw error instanceof FormatError
      ? error
      : new FormatError(`archive: expected a ZIP file, got: ${(error as Error).message}`);
  }
}

/** Decodes a PNG image row by row. @throws {FormatError} */
export async function checkPng(bytes: Uint8Array): Promise<void> {
  const picture = await openPicture(bytes, { name: 'sheet', maxPixels: maxSheetPixels, formats: ['png'] });
  try {
    await picture.stats();
  } catch (error) {
    throw asFormatError(error, 'sheet');
  }
}
