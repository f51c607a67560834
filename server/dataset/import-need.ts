import type { z } from 'zod';
import { bytesOf, type KnownRun, type Need, processPart } from '../estimate/need';
import type { datasetSource } from './import-dataset.task';

/** Pixels of the images that come with the product or are downloaded, in bytes. */
const knownPixels: Readonly<Record<string, number>> = { builtInDigits: 10_000 * 784, mnist: 70_000 * 784 };
/** What the package holds them in: numbers in JSON, 150 MB once they are parsed. */
const packedBytes: Readonly<Record<string, number>> = { builtInDigits: 150e6 };
/** Pixels a byte of what was uploaded: compressed files are taken to be a quarter of their pixels. */
const unpacking = 4;

/** What an import needs: the files and their pixels, which are kept once as they are read and once in splits. */
export function importNeed({
  params: { source },
  inputs,
}: KnownRun<{ source: z.output<typeof datasetSource> }>): Need {
  const files = bytesOf(inputs, 'upload', '');
  const pixels = knownPixels[source.type] ?? files * unpacking;
  return {
    parts: [
      processPart('plain'),
      {
        what: 'the files',
        bytes: files + (packedBytes[source.type] ?? 0),
        field: 'source',
      },
      {
        what: 'pixels, taken to be four times the files where they are compressed',
        bytes: 2 * pixels,
        field: 'source',
      },
    ],
    work: pixels,
    // 55 million pixels of MNIST are read in 1 s and looked through for duplicates in 17.
    workPerSecond: 3e6,
    like: source.type,
  };
}
