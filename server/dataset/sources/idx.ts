import { z } from 'zod';
import { bytes, inputRun } from '../../compute/artifact-access';
import { defineSource } from './define-source';
import { digest } from './digest';
import { readIdxPairs } from './read-idx-pairs';

/** Four uploaded IDX files: MNIST, Fashion-MNIST, or any other pair of splits in that format. */
export const idxSource = defineSource({
  type: 'idx',
  params: z.object({
    type: z.literal('idx'),
    classNames: z.array(z.string().min(1)).min(2).optional().describe('Names of the classes, by label.'),
    trainImages: digest,
    trainLabels: digest,
    testImages: digest,
    testLabels: digest,
  }),
  read: ({ classNames }, { inputs }) =>
    readIdxPairs((file) => bytes(inputRun(inputs, 'upload'), file), classNames),
});
