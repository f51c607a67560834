import { FormatError } from '@fiducial/formats';
import { z } from 'zod';
import { defineSource } from './define-source';
import { digitNames } from './digit-names';
import { fetchMnistFile, reachableMirror } from './public-mnist';
import { readIdxPairs } from './read-idx-pairs';

/** Full MNIST from a public mirror; the bytes are checked against pinned digests. */
export const mnistSource = defineSource({
  type: 'mnist',
  params: z.object({ type: z.literal('mnist') }),
  read: async (_params, { context: { signal } }) => {
    const mirror = await reachableMirror();
    if (!mirror)
      throw new FormatError(
        'MNIST: expected a public mirror to answer within 4 seconds, none did. Upload the four files instead.',
      );
    return readIdxPairs((file) => fetchMnistFile(mirror, file, signal), digitNames);
  },
});
