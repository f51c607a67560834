import { FormatError, readImageFolder, readZip, type ZippedFile } from '@fiducial/formats';
import { z } from 'zod';
import { bytes, inputRun } from '../../compute/artifact-access';
import { defineSource, type SplitItems } from './define-source';
import { digest } from './digest';
import { splitByClass, testFraction } from './split-by-class';

const limits = { maxFiles: 200_000, maxBytes: 2e9 };

/**
 * A folder of images in a ZIP archive: `train/CLASS/FILE` and `test/CLASS/FILE`, or `CLASS/FILE` alone, of which a part
 * is then kept for testing. One more folder around all of it is left aside.
 */
export const imageFolderSource = defineSource({
  type: 'imageFolder',
  params: z.object({
    type: z.literal('imageFolder'),
    archive: digest,
    color: z.enum(['grey', 'rgb']).default('rgb').describe('How many channels are kept: one or three.'),
    size: z
      .int()
      .min(4)
      .max(1024)
      .optional()
      .describe('Height and width to resize to, in pixels; all images must agree without it.'),
    testFraction,
  }),
  read: async ({ color, size, testFraction: fraction }, { inputs }) => {
    const files = withoutCommonFolder(
      await readZip(await bytes(inputRun(inputs, 'upload'), 'archive'), limits),
    );
    const [train, test] = [within(files, 'train/'), within(files, 'test/')];
    if (!train.length || !test.length) {
      const { images, labels, classNames, shape } = await readImageFolder(files, { color, size });
      const splits = splitByClass({ images, labels, classes: classNames.length }, fraction);
      return { inputShape: [...shape], classNames: [...classNames], splits };
    }
    const read = {
      train: await readImageFolder(train, { color, size }),
      test: await readImageFolder(test, { color, size }),
    };
    if (read.train.classNames.join('/') !== read.test.classNames.join('/'))
      throw new FormatError(
        `test: expected the class folders of train, ${read.train.classNames.join(', ')}, got ${read.test.classNames.join(', ')}`,
      );
    if (read.train.shape.join() !== read.test.shape.join())
      throw new FormatError(`test: expected images of [${read.train.shape}], got [${read.test.shape}]`);
    const split = (name: 'train' | 'test'): SplitItems => ({
      name,
      images: read[name].images,
      labels: read[name].labels,
    });
    return {
      inputShape: [...read.train.shape],
      classNames: [...read.train.classNames],
      splits: [split('train'), split('test')],
    };
  },
});

/** The files below a folder, with their paths from there. */
function within(files: readonly ZippedFile[], folder: string): ZippedFile[] {
  return files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, bytes: content }) => ({ path: path.slice(folder.length), bytes: content }));
}

/** Archives are often made of a folder as a whole: a folder that holds everything, and is none of ours, is taken off. */
function withoutCommonFolder(files: readonly ZippedFile[]): ZippedFile[] {
  const [folder = ''] = files[0]?.path.split('/') ?? [];
  const around =
    folder && files.every(({ path }) => path.startsWith(`${folder}/`) && path.split('/').length > 2);
  return around && folder !== 'train' && folder !== 'test' ? within(files, `${folder}/`) : [...files];
}
