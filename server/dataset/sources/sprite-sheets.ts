import { readSprites } from '@fiducial/formats';
import { z } from 'zod';
import { bytes, inputRun } from '../../compute/artifact-access';
import { defineSource } from './define-source';
import { digest } from './digest';
import { splitByClass, testFraction } from './split-by-class';

const side = z.int().min(4).max(256);

/** Uploaded sprite sheets in PNG, one image a pixel row, with labels in JSON: how small CIFAR-10 copies are passed on. */
export const spriteSheetsSource = defineSource({
  type: 'spriteSheets',
  params: z.object({
    type: z.literal('spriteSheets'),
    sheets: z.array(digest).min(1).max(100),
    labels: digest,
    height: side.default(32).describe('Height of an image, in pixels.'),
    width: side.default(32).describe('Width of an image, in pixels.'),
    color: z.enum(['grey', 'rgb']).default('rgb').describe('How many channels an image has: one or three.'),
    testFraction,
  }),
  read: async ({ sheets, height, width, color, testFraction: fraction }, { inputs }) => {
    const upload = inputRun(inputs, 'upload');
    const inputShape: [number, number, number] = [height, width, color === 'grey' ? 1 : 3];
    const read: Uint8Array[] = [];
    for (const index of sheets.keys()) read.push(await bytes(upload, `sheet/${index}`));
    const labelsJson = Buffer.from(await bytes(upload, 'labels')).toString('utf8');
    const { images, labels, classNames } = await readSprites(read, labelsJson, inputShape);
    const splits = splitByClass({ images, labels, classes: classNames.length }, fraction);
    return { inputShape, classNames: [...classNames], splits };
  },
});
