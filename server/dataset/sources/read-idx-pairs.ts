import { FormatError, readIdx } from '@fiducial/formats';
import type { ImportedImages } from './define-source';
import type { MnistFile } from './public-mnist';

/** Bytes of one of four IDX files, plain or packed by gzip. */
export type IdxFiles = (file: MnistFile) => Promise<Uint8Array>;

/**
 * Images and labels of a train and a test split, each in two IDX files. Without names the classes are called by number.
 *
 * @throws {FormatError} when files are damaged or do not belong together
 */
export async function readIdxPairs(
  read: IdxFiles,
  givenNames: readonly string[] | undefined,
): Promise<ImportedImages> {
  const [train, test] = [await readPair(read, 'train'), await readPair(read, 'test')];
  if (train.inputShape.join() !== test.inputShape.join())
    throw new FormatError(`testImages: expected images of [${train.inputShape}], got [${test.inputShape}]`);
  const classes = 1 + train.labels.reduce((most, label) => Math.max(most, label), 0);
  const classNames = givenNames
    ? [...givenNames]
    : Array.from({ length: classes }, (_, label) => String(label));
  for (const { name, labels } of [train, test])
    if (labels.some((label) => label >= classNames.length))
      throw new FormatError(
        `${name}Labels: expected labels below ${classNames.length}, got ${Math.max(...new Set(labels))}`,
      );
  return { inputShape: train.inputShape, classNames, splits: [train, test] };
}

async function readPair(read: IdxFiles, name: 'train' | 'test') {
  const images = readIdx(await read(`${name}Images`));
  const labels = readIdx(await read(`${name}Labels`));
  const [count, height, width, channels = 1] = images.shape;
  if (!count || !height || !width)
    throw new FormatError(`${name}Images: expected images [n, h, w], got [${images.shape}]`);
  if (labels.shape.length !== 1 || labels.shape[0] !== count)
    throw new FormatError(`${name}Labels: expected ${count} labels, got [${labels.shape}]`);
  const inputShape: [number, number, number] = [height, width, channels];
  return { name, images: images.data, labels: Int32Array.from(labels.data), inputShape };
}
