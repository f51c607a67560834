import { FormatError } from './format-error';
import { asFormatError, openPicture } from './picture-file';

/** Decoded images of a folder with one folder a class. */
export interface FolderImages {
  /** Sorted names of the first-level folders. */
  readonly classNames: readonly string[];
  /** `[height, width, channels]` */
  readonly shape: readonly [number, number, number];
  /** `[n, h, w, c]`, class by class, files in order of their names. */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

const maxPixels = 4096 * 4096;

/**
 * Images sorted into folders by class, `class/file.png`, decoded to bytes. All must have one size unless `size` is given.
 *
 * @throws {FormatError} naming the file
 */
export async function readImageFolder(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  { color, size }: { color: 'grey' | 'rgb'; size?: number | undefined },
): Promise<FolderImages> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const classNames = [...new Set(sorted.map(({ path }) => classOf(path)))];
  if (classNames.length < 2)
    throw new FormatError(`image folder: expected at least 2 class folders, got ${classNames.length}`);
  const decoded = [];
  for (const file of sorted) decoded.push(await decodeImage(file, color, size));
  const [first] = decoded;
  if (!first) throw new FormatError('image folder: expected images, got none');
  for (const image of decoded)
    if (image.width !== first.width || image.height !== first.height)
      throw new FormatError(
        `${image.path}: expected ${first.width}x${first.height} pixels like ${first.path}, got ${image.width}x${image.height}; give a size to resize to`,
      );
  return {
    classNames,
    shape: [first.height, first.width, color === 'grey' ? 1 : 3],
    images: Buffer.concat(decoded.map(({ data }) => data)),
    labels: Int32Array.from(sorted, ({ path }) => classNames.indexOf(classOf(path))),
  };
}

function classOf(path: string): string {
  const [folder, file, ...rest] = path.split('/');
  if (!folder || !file || rest.length > 0 || folder === '..' || folder === '.')
    throw new FormatError(`image folder: expected paths like class/file.png, got ${path.slice(0, 200)}`);
  return folder;
}

/** An image file's pixels, one or three bytes each; `size` resizes. @throws {FormatError} naming the file */
export async function decodeImage(
  file: { readonly path: string; readonly bytes: Uint8Array },
  color: 'grey' | 'rgb',
  size?: number,
): Promise<{ path: string; data: Buffer; width: number; height: number }> {
  try {
    const image = (await openPicture(file.bytes, { name: file.path, maxPixels })).removeAlpha();
    if (size) image.resize(size, size, { fit: 'fill' });
    const colored = color === 'grey' ? image.greyscale() : image.toColorspace('srgb');
    const { data, info } = await colored.raw().toBuffer({ resolveWithObject: true });
    return { path: file.path, data, width: info.width, height: info.height };
  } catch (error) {
    throw asFormatError(error, file.path);
  }
}
