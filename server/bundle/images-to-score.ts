import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '@fiducial/core/errors';
import type { ImageArray } from '@fiducial/core/models';
import { decodeImage, FormatError, npyHeader } from '@fiducial/formats';
import type { BundleManifest } from '@fiducial/formats/bundle';
import { readImages } from '../sample/image-rows';

/** Images that are to be scored, read a few at a time. */
export interface ImagesToScore {
  readonly count: number;
  /** What an image is called: its file, or its row. */
  readonly nameOf: (row: number) => string;
  /** Some of them, as the model takes them. */
  readonly read: (first: number, count: number) => Promise<ImageArray>;
}

/**
 * Images at a path: an npy file `[n, height, width, channels]` (or without channels where there is one) of bytes or of
 * floats within the model's bounds, or a folder of PNG files in the order of their names.
 *
 * @throws {FormatError} when they are not what the model takes
 */
export async function imagesToScore(path: string, model: BundleManifest['model']): Promise<ImagesToScore> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new FormatError(
      error.code === 'ENOENT'
        ? `${path}: there is no such file or folder; expected an npy file or a folder of PNG files`
        : `${path}: expected an npy file or a folder of PNG files, got ${error.code}`,
    );
  });
  return found.isDirectory() ? pictures(path, model) : npyImages(path, model);
}

async function npyImages(
  path: string,
  { inputShape: shape, bounds }: BundleManifest['model'],
): Promise<ImagesToScore> {
  const handle = await open(path);
  const head = Buffer.alloc(4096);
  const { bytesRead } = await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  const header = npyHeader(head.subarray(0, bytesRead));
  const [count = 0, ...rest] = header.shape;
  const inner = rest.length === 2 ? [...rest, 1] : rest;
  if (inner.join() !== shape.join() || (header.dtype !== 'uint8' && header.dtype !== 'float32'))
    throw new FormatError(
      `${path}: expected images [n, ${shape}] of uint8 or float32, got [${header.shape}] of ${header.dtype}`,
    );
  const size = shape[0] * shape[1] * shape[2];
  return {
    count,
    nameOf: String,
    read: async (first, rows) => {
      const wanted = Array.from({ length: rows }, (_, at) => ({ path, place: first + at }));
      const data = await readImages(wanted, { size, bounds });
      checkBounds(data, { first, size, bounds });
      return { data, shape };
    },
  };
}

/** @throws {CoreError} `BOUNDS` naming the image: bytes that were stored as floats would be nonsense to the model */
function checkBounds(
  data: Float32Array,
  { first, size, bounds: [low, high] }: { first: number; size: number; bounds: readonly [number, number] },
): void {
  const slack = 1e-6 * (high - low);
  const beyond = data.findIndex((value) => !(value >= low - slack && value <= high + slack));
  if (beyond >= 0)
    throw new CoreError(
      'BOUNDS',
      `image ${first + Math.floor(beyond / size)}: expected values from ${low} to ${high}, got ${data[beyond]}`,
    );
}

async function pictures(
  folder: string,
  { inputShape: shape }: BundleManifest['model'],
): Promise<ImagesToScore> {
  const names = (await readdir(folder)).filter((name) => /\.png$/i.test(name)).sort();
  if (names.length === 0) throw new FormatError(`${folder}: expected PNG files, got none`);
  const [height, width, channels] = shape;
  const size = height * width * channels;
  return {
    count: names.length,
    nameOf: (row) => names[row] ?? '',
    read: async (first, count) => {
      const data = new Uint8Array(count * size);
      for (const [at, name] of names.slice(first, first + count).entries()) {
        const file = { path: name, bytes: await readFile(join(folder, name)) };
        const decoded = await decodeImage(file, channels === 1 ? 'grey' : 'rgb');
        if (decoded.width !== width || decoded.height !== height)
          throw new FormatError(
            `${name}: expected ${width} x ${height} pixels, got ${decoded.width} x ${decoded.height}`,
          );
        data.set(decoded.data, at * size);
      }
      return { data, shape };
    },
  };
}
