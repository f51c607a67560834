/** How the images of an attack are kept: as they were found, or rounded to what an 8-bit image can hold. */
export const quantizations = ['float32', 'uint8'] as const;
/** One of `quantizations`. */
export type Quantization = (typeof quantizations)[number];

/**
 * The nearest bytes of values within the bounds: 0 is the lower bound, 255 the upper, as `imageTensor` reads them. A value
 * that was not moved off its byte comes back to it exactly. Rounding moves a value by up to half a gray level, so that an
 * epsilon that is no whole number of levels may be left by as much.
 */
export function toBytes(values: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  const perUnit = 255 / (high - low);
  return Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round((value - low) * perUnit))));
}
