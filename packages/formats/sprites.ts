import { z } from 'zod';
import { FormatError } from './format-error';
import { asFormatError, openPicture } from './picture-file';

const labelFile = z.object({
  classes: z.array(z.string().min(1)).min(2).max(10_000),
  labels: z.array(z.int().min(0)).min(1),
});

const maxPixels = 8192 * 8192;

/** Images of sprite sheets, in the order of the sheets and their rows. */
export interface SpriteImages {
  readonly classNames: readonly string[];
  /** `[n, height, width, channels]` */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/**
 * Images of sprite sheets in PNG: each pixel row of a sheet is one image, its pixels row by row, so that a sheet is as wide
 * as an image has pixels. Labels are JSON, `{ "classes": [name, ...], "labels": [number, ...] }`, over all sheets in order.
 *
 * @throws {FormatError} naming the sheet, or when there is not one label for each image
 */
export async function readSprites(
  sheets: readonly Uint8Array[],
  labelsJson: string,
  [height, width, channels]: readonly [number, number, number],
): Promise<SpriteImages> {
  const { classes, labels } = readLabels(labelsJson);
  const decoded: Uint8Array[] = [];
  for (const [index, sheet] of sheets.entries())
    decoded.push(await decodeSheet(sheet, `sheet ${index}`, { wide: height * width, channels }));
  const images = Buffer.concat(decoded);
  const count = images.length / (height * width * channels);
  if (count !== labels.length)
    throw new FormatError(`labels: expected one for each of ${count} images, got ${labels.length}`);
  return { classNames: classes, images, labels: Int32Array.from(labels) };
}

/** Looks whether labels of sprite sheets are such. @throws {FormatError} */
export function checkLabels(json: string): void {
  readLabels(json);
}

function readLabels(json: string): z.output<typeof labelFile> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FormatError(`labels: expected JSON, got: ${(error as Error).message.slice(0, 200)}`);
  }
  const parsed = labelFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FormatError(`labels: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { classes, labels } = parsed.data;
  const outside = labels.find((label) => label >= classes.length);
  if (outside !== undefined)
    throw new FormatError(`labels: expected numbers below ${classes.length}, got ${outside}`);
  return parsed.data;
}

async function decodeSheet(
  sheet: Uint8Array,
  name: string,
  { wide, channels }: { wide: number; channels: number },
): Promise<Uint8Array> {
  try {
    const image = (await openPicture(sheet, { name, maxPixels, formats: ['png'] })).removeAlpha();
    const colored = channels === 1 ? image.greyscale() : image.toColorspace('srgb');
    const { data, info } = await colored.raw().toBuffer({ resolveWithObject: true });
    if (info.width === wide && info.channels === channels) return data;
    throw new FormatError(
      `${name}: expected ${wide} pixels a row with ${channels} channels, got ${info.width} with ${info.channels}`,
    );
  } catch (error) {
    throw asFormatError(error, name);
  }
}
