import { CoreError } from '@fiducial/core/errors';
import type { ImageArray } from '@fiducial/core/models';
import { integers, npy } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { datasetResults } from './import-dataset.task';

/** A data set as tasks read it. */
export interface ReadDataset {
  /** All items, train first. */
  readonly images: ImageArray;
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly splitNames: readonly string[];
  /** Items of a split: images and labels, not copied, and the number of the first. */
  readonly split: (name: string) => {
    images: ImageArray;
    labels: Int32Array;
    firstItem: number;
    count: number;
  };
}

/** Reads a data set that a run imported. */
export async function readDataset(run: InputRun): Promise<ReadDataset> {
  const { inputShape, classNames, splits } = datasetResults.parse(run.results);
  const { data } = await npy(run, 'images');
  const images: ImageArray = {
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    shape: inputShape,
  };
  const labels = await integers(run, 'labels');
  return {
    images,
    labels,
    classNames,
    splitNames: splits.map(({ name }) => name),
    split: (name) => {
      const found = splits.find((split) => split.name === name);
      if (!found)
        throw new CoreError(
          'PARAMETERS',
          `split: expected one of ${splits.map((split) => split.name).join(', ')}, got ${name}`,
        );
      const { firstItem, count } = found;
      const size = inputShape[0] * inputShape[1] * inputShape[2];
      return {
        images: { ...images, data: images.data.subarray(firstItem * size, (firstItem + count) * size) },
        labels: labels.subarray(firstItem, firstItem + count),
        firstItem,
        count,
      };
    },
  };
}
