import type { z } from 'zod';
import { datasetResults } from '../dataset/import-dataset.task';
import { type KnownRun, type Need, processPart } from '../estimate/need';
import { datasetPart, forwardBytes, forwardWork, knownModel, modelPart } from '../model/model-needs';
import { tapValues } from '../sample/sample-need';
import type { referenceSetParams } from './build-reference-set.task';

/** Images of one chunk of features, which is written and kept at once. */
const chunkRows = 8192;

/** What a reference set needs: features of all images and layers, those of one layer once more, one batch. */
export function referenceNeed({ params, inputs }: KnownRun<z.output<typeof referenceSetParams>>): Need {
  const model = knownModel(inputs);
  const { splits } = datasetResults.parse(inputs.dataset?.results);
  const count = splits.find(({ name }) => name === params.splitName)?.count ?? 0;
  const values = tapValues(model, params.layers);
  const largest = Math.max(0, ...params.layers.map((layer) => tapValues(model, [layer])));
  const medoidMembers = Math.min(params.medoidSample ?? count, count / Math.max(model.classes, 1));
  return {
    parts: [
      processPart('backend'),
      datasetPart(inputs, 'modelId'),
      modelPart(inputs),
      { what: 'activations of 128 images', bytes: forwardBytes(model.layers, 128), field: 'modelId' },
      { what: `features of ${params.layers.length} layers`, bytes: 4 * count * values, field: 'layers' },
      { what: 'the features of one layer, once more', bytes: 2 * 4 * count * largest, field: 'layers' },
      {
        what: 'a chunk with its checkpoint',
        bytes: 3 * 4 * Math.min(count, chunkRows) * values,
        field: 'layers',
      },
    ],
    work: count * (forwardWork(model.layers) + 2 * medoidMembers * values),
    workPerSecond: 20e9,
    like: params.medoidSample ? 'sampled medoids' : 'medoids',
  };
}
