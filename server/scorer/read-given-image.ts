import type { Classifier, ImageArray } from '@fiducial/core/models';
import { decodeImage, FormatError } from '@fiducial/formats';
import type { GivenImage } from './scorer-messages';

/** Somebody's image as the model takes it. @throws {FormatError} in words, for another size or values out of bounds */
export async function readGivenImage(
  { kind, bytes }: GivenImage,
  { inputShape: shape, bounds }: Pick<Classifier, 'inputShape' | 'bounds'>,
): Promise<ImageArray> {
  const [height, width, channels] = shape;
  const wanted = `${height} x ${width} x ${channels}`;
  if (kind === 'picture') {
    const { data, ...got } = await decodeImage({ path: 'image', bytes }, channels === 1 ? 'grey' : 'rgb');
    if (got.height !== height || got.width !== width)
      throw new FormatError(
        `image: expected ${wanted} (height, width, channels), got ${got.height} x ${got.width} pixels`,
      );
    return { data: new Uint8Array(data), shape };
  }
  const size = height * width * channels * (kind === 'floats' ? 4 : 1);
  if (bytes.length !== size)
    throw new FormatError(
      `image: expected ${wanted} (height, width, channels) as ${size} bytes (${kind}), got ${bytes.length} bytes`,
    );
  const data = new Uint8Array(bytes);
  if (kind === 'bytes') return { data, shape };
  const values = new Float32Array(data.buffer);
  const [low, high] = bounds;
  const slack = 1e-6 * (high - low);
  const bad = values.findIndex((value) => !(value >= low - slack && value <= high + slack));
  if (bad >= 0)
    throw new FormatError(`image: expected numbers from ${low} to ${high}, got ${values[bad]} at ${bad}`);
  return { data: values, shape };
}
