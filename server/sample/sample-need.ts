import { pooledDimensions } from '@fiducial/core/activations';
import type { z } from 'zod';
import { datasetResults } from '../dataset/import-dataset.task';
import { type KnownRun, type Need, processPart, product } from '../estimate/need';
import { datasetPart, forwardBytes, forwardWork, knownModel, modelPart } from '../model/model-needs';
import type { sampleParams } from './draw-sample.task';

/** Values a pooled layer keeps of one image, over all taps. */
export function tapValues(
  { layers, taps }: ReturnType<typeof knownModel>,
  wanted: readonly string[] = taps,
): number {
  return layers
    .filter(({ name }) => wanted.includes(name))
    .reduce((sum, { outputShape }) => sum + pooledDimensions(outputShape), 0);
}

/** What drawing a sample needs: the predictions over its split, features of what is drawn, the audit's cells. */
export function sampleNeed({ params, inputs }: KnownRun<z.output<typeof sampleParams>>): Need {
  const model = knownModel(inputs);
  const { splits, inputShape } = datasetResults.parse(inputs.dataset?.results);
  const split = splits.find(({ name }) => name === params.splitName)?.count ?? 0;
  const drawn = params.train + params.validation + params.test + params.maxErrors;
  const all = splits.reduce((sum, { count }) => sum + count, 0);
  return {
    parts: [
      processPart('backend'),
      datasetPart(inputs, 'modelId'),
      modelPart(inputs),
      { what: 'activations of 256 images', bytes: forwardBytes(model.layers, 256), field: 'modelId' },
      {
        what: `images and features of ${drawn} images`,
        bytes: drawn * (product(inputShape) + 2 * 4 * (tapValues(model) + model.classes)),
        field: 'train',
      },
      // Means of 8x8 cells and digests of every image that it is compared with.
      { what: 'the audit for leakage', bytes: all * (64 * 4 + 100), field: 'modelId' },
    ],
    work: (split + drawn) * forwardWork(model.layers) + all * drawn * 64,
    workPerSecond: 20e9,
    like: 'sample',
  };
}
