/** What a model takes. */
export interface InputShape {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
}

/** A picture as the model takes it, with what was done to it. */
export interface FittedPicture {
  /** `[height, width, channels]`, in base64. */
  readonly bytes: string;
  /** In words; each is a change. */
  readonly changes: readonly string[];
}

/** Largest picture that is opened here, in bytes. */
const mostPictureBytes = 20e6;

/**
 * Cuts the middle out of a picture file, in the proportions that the model takes, and makes it the model's size and number
 * of channels. `invert` turns light into dark.
 *
 * @throws {Error} in words, for what the browser cannot read
 */
export async function fitPicture(file: Blob, shape: InputShape, invert: boolean): Promise<FittedPicture> {
  if (file.size > mostPictureBytes)
    throw new Error(`The picture has ${Math.round(file.size / 1e6)} MB; expected at most 20 MB.`);
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error('This is no picture that your browser can read: expected PNG, JPEG, GIF or WebP.');
  });
  try {
    const { width, height } = picture;
    const scale = Math.min(width / shape.width, height / shape.height);
    const [cutWidth, cutHeight] = [shape.width * scale, shape.height * scale];
    const from = { x: (width - cutWidth) / 2, y: (height - cutHeight) / 2 };
    const [canvas, context] = canvasOf(shape);
    context.drawImage(picture, from.x, from.y, cutWidth, cutHeight, 0, 0, shape.width, shape.height);
    const isCut = Math.round(cutWidth) < width || Math.round(cutHeight) < height;
    const cut = `${Math.round(cutWidth)} × ${Math.round(cutHeight)}`;
    return {
      bytes: bytesOfCanvas(canvas, shape, invert),
      changes: [
        ...(isCut ? [`cut to the middle ${cut} of ${width} × ${height} pixels`] : []),
        ...(scale === 1 ? [] : [`made ${shape.width} × ${shape.height} pixels from ${cut}`]),
        ...(shape.channels === 1 ? ['turned gray'] : []),
        ...(invert ? ['inverted'] : []),
      ],
    };
  } finally {
    picture.close();
  }
}

/** A canvas of the model's size, black all over. */
export function canvasOf({ width, height }: InputShape): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser draws no pictures.');
  context.fillStyle = 'black';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  return [canvas, context];
}

/** The pixels of a canvas of the model's size, in base64. Gray is the luma of ITU-R BT.601, as picture files of ours have it. */
export function bytesOfCanvas(
  canvas: HTMLCanvasElement,
  { width, height, channels }: InputShape,
  invert = false,
): string {
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
  const bytes = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red = 0, green = 0, blue = 0] = [data[4 * pixel], data[4 * pixel + 1], data[4 * pixel + 2]];
    const values = channels === 1 ? [0.299 * red + 0.587 * green + 0.114 * blue] : [red, green, blue];
    for (const [channel, value] of values.entries())
      bytes[pixel * channels + channel] = Math.round(invert ? 255 - value : value);
  }
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
