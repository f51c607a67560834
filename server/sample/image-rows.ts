import { type FileHandle, open } from 'node:fs/promises';
import { type NpyHeader, npyHeader } from '@fiducial/formats';
import { artifact } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';

/** Where the images of rows lie: a file, and the place of each row in it. Nothing is read before it is asked for. */
export interface ImageRows {
  readonly path: string;
  readonly placeOf: (row: number) => number;
}

/** Images of a run's artifact `images`, each row at its own place, or where `places` says. */
export function imageRows(run: InputRun, places?: ArrayLike<number>): ImageRows {
  return { path: artifact(run, 'images').path, placeOf: (row) => (places ? (places[row] ?? 0) : row) };
}

/** A row of images that is wanted, and where it lies. */
export interface WantedImage {
  readonly path: string;
  readonly place: number;
}

/** Beginning of an npy file that holds its header. */
const headBytes = 4096;

/**
 * Reads images from npy files at their places: memory holds what is asked for and no more. Bytes become floats between
 * the bounds, as `imageTensor` makes them; floats are taken as they are. `[wanted, size]`
 */
export async function readImages(
  wanted: readonly WantedImage[],
  { size, bounds: [low, high] }: { size: number; bounds: readonly [number, number] },
): Promise<Float32Array> {
  const values = new Float32Array(wanted.length * size);
  const files = new Map<string, { handle: FileHandle; header: NpyHeader }>();
  try {
    for (const [at, { path, place }] of wanted.entries()) {
      const file = files.get(path) ?? (await openNpy(path));
      files.set(path, file);
      const { rowBytes, offset, dtype } = file.header;
      const bytes = Buffer.alloc(rowBytes);
      const { bytesRead } = await file.handle.read(bytes, 0, rowBytes, offset + place * rowBytes);
      if (bytesRead !== rowBytes || (dtype !== 'uint8' && dtype !== 'float32'))
        throw new Error(
          `image ${place} of ${path}: expected ${rowBytes} bytes of images, got ${bytesRead} of ${dtype}`,
        );
      const row = values.subarray(at * size, (at + 1) * size);
      if (dtype === 'float32') row.set(new Float32Array(bytes.buffer, bytes.byteOffset, size));
      else
        for (let pixel = 0; pixel < size; pixel++)
          row[pixel] = low + ((bytes[pixel] ?? 0) / 255) * (high - low);
    }
  } finally {
    for (const { handle } of files.values()) await handle.close();
  }
  return values;
}

async function openNpy(path: string): Promise<{ handle: FileHandle; header: NpyHeader }> {
  const handle = await open(path);
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0);
  return { handle, header: npyHeader(head.subarray(0, bytesRead)) };
}
