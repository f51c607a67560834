import sharp from 'sharp';

/** Pixels in rows, `[height, width, channels]`, one or three channels. */
export interface PixelImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** PNG of an image; `scale` enlarges by whole pixels, so that small images stay crisp. */
export async function encodePng(image: PixelImage, scale = 1): Promise<Buffer> {
  const { data, width, height, channels } = image;
  const raw = { width, height, channels: channels === 1 ? (1 as const) : (3 as const) }; // sharp wants the literal
  const pipeline = sharp(data, { raw });
  if (scale > 1) pipeline.resize(width * scale, height * scale, { kernel: 'nearest' });
  return pipeline.png().toBuffer();
}

/** Values in the model's bounds as bytes. */
export function toPixels(values: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(((value - low) / (high - low)) * 255));
}

/** A signed difference as bytes: 128 is no change, `factor` of the range reaches black or white. */
export function magnifyDifference(
  difference: Float32Array,
  [low, high]: readonly [number, number],
  factor: number,
): Uint8Array {
  const gain = (127 * factor) / (high - low);
  return Uint8Array.from(difference, (value) => Math.max(0, Math.min(255, Math.round(128 + value * gain))));
}
