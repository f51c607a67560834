import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readSprites } from './sprites';

/** A sheet of images of 2 x 2 pixels, RGB: each row of pixels is one image. */
const sheet = (rows: readonly (readonly number[])[]) =>
  sharp(Uint8Array.from(rows.flat()), { raw: { width: 4, height: rows.length, channels: 3 } })
    .png()
    .toBuffer();
const image = (first: number) => Array.from({ length: 12 }, (_, at) => first + at);
const labels = (of: readonly number[]) => JSON.stringify({ classes: ['plane', 'car'], labels: of });
const shape = [2, 2, 3] as const;

test('each pixel row of a sheet is an image, sheet after sheet', async () => {
  const sheets = [await sheet([image(0), image(20)]), await sheet([image(40)])];
  const read = await readSprites(sheets, labels([1, 0, 1]), shape);
  expect([...read.images]).toEqual([...image(0), ...image(20), ...image(40)]);
  expect([...read.labels]).toEqual([1, 0, 1]);
  expect(read.classNames).toEqual(['plane', 'car']);
});

test.each([
  ['too few labels', labels([1]), 'labels: expected one for each of 2 images, got 1'],
  ['a label that is no class', labels([1, 2]), 'labels: expected numbers below 2, got 2'],
  ['no JSON', 'nothing', 'labels: expected JSON'],
  ['JSON of another form', '{"classes": ["a", "b"]}', 'labels: labels'],
])('%s: refused', async (_, json, message) => {
  await expect(readSprites([await sheet([image(0), image(20)])], json, shape)).rejects.toThrow(message);
});

test('a sheet of another width is refused by its number', async () => {
  await expect(readSprites([await sheet([image(0)])], labels([1]), [3, 3, 3])).rejects.toThrow(
    'sheet 0: expected 9 pixels a row with 3 channels, got 4 with 3',
  );
});
