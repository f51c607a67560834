import {
  type FolderFile,
  FormatError,
  readImageFolder,
  readZip,
  sortByLabels,
  type ZippedFile,
} from '@fiducial/formats';
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
    classColumn: z
      .string()
      .min(1)
      .optional()
      .describe('Column of labels.csv that names the class of each file; without it the folders do.'),
    testColumn: z
      .string()
      .min(1)
      .optional()
      .describe('Column of labels.csv that is 1 for test images and 0 for training images.'),
    trainPerClass: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('Training images kept of each class, the first by name; all without it.'),
  }),
  read: async ({ color, size, testFraction: fraction, trainPerClass, ...columns }, { inputs }) => {
    const files = withoutCommonFolder(
      await readZip(await bytes(inputRun(inputs, 'upload'), 'archive'), limits),
    );
    const parts = chooseParts(files, columns);
    const [train, test] = [firstOfEach(parts.train, trainPerClass), parts.test];
    if (!train.length || !test.length) {
      const all = parts.train.length > 0 ? train : firstOfEach(files, trainPerClass);
      const { images, labels, classNames, shape } = await readImageFolder(all, { color, size });
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

interface Parts {
  readonly train: readonly FolderFile[];
  readonly test: readonly FolderFile[];
}

/** Training and test files, by labels.csv where its columns are named, else by the folders `train` and `test`. */
function chooseParts(
  files: readonly ZippedFile[],
  { classColumn, testColumn }: { classColumn?: string | undefined; testColumn?: string | undefined },
): Parts {
  if (classColumn === undefined) return { train: within(files, 'train/'), test: within(files, 'test/') };
  const table = files.find(({ path }) => path === 'labels.csv');
  if (!table) throw new FormatError('archive: expected a file labels.csv at its top, got none');
  return sortByLabels(files, Buffer.from(table.bytes).toString('utf8'), { classColumn, testColumn });
}

/** The first files of each class by name. */
function firstOfEach(files: readonly FolderFile[], limit: number | undefined): readonly FolderFile[] {
  if (limit === undefined) return files;
  const kept = new Map<string, number>();
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ path }) => {
      const [of = ''] = path.split('/');
      kept.set(of, (kept.get(of) ?? 0) + 1);
      return (kept.get(of) ?? 0) <= limit;
    });
}

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
