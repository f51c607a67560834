import sharp, { type Sharp } from 'sharp';
import { FormatError } from './format-error';

/** Formats that are taken in, by how their files begin. SVG is none of them: it is a document, which may hold programs. */
const beginnings: readonly (readonly [string, (head: string) => boolean])[] = [
  ['png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['gif', (head) => head.startsWith('GIF87a') || head.startsWith('GIF89a')],
  ['webp', (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8)],
  ['tiff', (head) => head.startsWith('II*\0') || head.startsWith('MM\0*')],
];

/** The format of a picture, by its first bytes; undefined for anything that is not taken in. */
function pictureFormat(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return beginnings.find(([, begins]) => begins(head))?.[0];
}

/**
 * Opens a picture for decoding, after its header was looked at: nothing of it is decoded yet.
 *
 * @param maxPixels most pixels, height times width
 * @throws {FormatError} unless it is one still PNG, JPEG, GIF, WebP or TIFF picture within the limit
 */
export async function openPicture(
  bytes: Uint8Array,
  { name, maxPixels, formats }: { name: string; maxPixels: number; formats?: readonly string[] },
): Promise<Sharp> {
  const taken = formats ?? beginnings.map(([format]) => format);
  const format = pictureFormat(bytes);
  if (!format || !taken.includes(format))
    throw new FormatError(
      `${name}: expected an image (${taken.join(', ')}), got ${format ?? 'something else'}`,
    );
  try {
    // The limit is ours, below: sharp would say nothing of the size that it met.
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > maxPixels)
      throw new FormatError(
        `${name}: expected an image of at most ${maxPixels} pixels, got ${width}x${height}`,
      );
    if (pages > 1) throw new FormatError(`${name}: expected one still image, got ${pages} of them`);
    return sharp(bytes, { limitInputPixels: maxPixels, pages: 1, failOn: 'error' });
  } catch (error) {
    throw asFormatError(error, name);
  }
}

/** What a decoder says, as bad input. */
export function asFormatError(error: unknown, name: string): FormatError {
  if (error instanceof FormatError) return error;
  return new FormatError(
    `${name}: expected an image, got: ${error instanceof Error ? error.message : error}`,
  );
}
