import { extractFeatures, findRepresentatives, pooledDimensions } from '@fiducial/core/activations';
import { CoreError } from '@fiducial/core/errors';
import { z } from 'zod';
import { inputRun, stackRows, writeArray, writeFeatures } from '../compute/artifact-access';
import { resumeOne, resumePieces } from '../compute/resume-pieces';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';
import { referenceNeed } from './reference-need';

/** The split whose activations are kept, and the layers. */
export const referenceSetParams = z.object({
  splitName: z.string().default('train'),
  layers: z.array(z.string()).min(1),
  /** Whether the reference points are made of correctly classified images only; the set itself holds all images. */
  correctOnly: z.boolean().default(false),
  /** Members of each class, drawn under the run's seed, that medoids are looked for among; exact medoids without it. */
  medoidSample: z.int().min(1).max(1_000_000).optional(),
});

/** What `buildReferenceSet` keeps in the row of its run. */
export const referenceSetResults = z.object({
  count: z.int(),
  layers: z.array(z.object({ layer: z.string(), dimensions: z.int() })),
  classCounts: z.array(z.int()),
  /** Images of each class that the model classifies correctly; sets made before it was kept have none. */
  correctCounts: z.array(z.int()).default([]),
  /** How medoids were sampled; null for exact ones. */
  medoidSample: z.object({ size: z.int(), seed: z.int() }).nullable().default(null),
});

/** Keeps the features of all images of a split, in chunks of 8,192 rows, what the model says of them, and centroid and medoid of each class. */
export const buildReferenceSetTask = defineTask({
  kind: 'buildReferenceSet',
  version: 2,
  params: referenceSetParams,
  results: referenceSetResults,
  needsBackend: true,
  need: referenceNeed,
  run: async ({ params, inputs, outputs, checkpoints, context, seed }) => {
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model } = await readModel(inputRun(inputs, 'model'));
    const { images, labels, count } = dataset.split(params.splitName);
    const layers = params.layers.map((layer) => {
      const found = model.layers.find(({ name }) => name === layer);
      if (!found) throw new CoreError('PARAMETERS', `layers: expected layers of the model, got ${layer}`);
      return { layer, dimensions: pooledDimensions(found.outputShape) };
    });
    const kept = new Map(params.layers.map((layer) => [layer, [] as Float32Array[]]));
    const predicted = new Int32Array(count);
    let chunk = 0;
    for await (const { first, features, predicted: some } of resumePieces(checkpoints, 'features', (from) =>
      extractFeatures(model, images, { taps: params.layers, context, from }),
    )) {
      for (const [layer, values] of features) {
        await writeFeatures(outputs, `features/${layer}/${chunk}`, values);
        kept.get(layer)?.push(values.data);
      }
      predicted.set(some, first);
      chunk++;
    }
    await writeArray(outputs, 'labels', { dtype: 'int32', shape: [count], data: labels });
    await writeArray(outputs, 'predicted', { dtype: 'int32', shape: [count], data: predicted });
    const isCorrect = (row: number) => predicted[row] === labels[row];
    const classes = dataset.classNames.length;
    for (const [index, { layer, dimensions }] of layers.entries()) {
      const all = stackRows((kept.get(layer) ?? []).map((data) => ({ data, dimensions })));
      const found = await resumeOne(checkpoints, `representatives/${layer}`, () =>
        findRepresentatives(all, {
          labels,
          classes,
          context,
          among: params.correctOnly ? isCorrect : undefined,
          medoidSample: params.medoidSample,
        }),
      );
      await writeFeatures(outputs, `centroids/${layer}`, found.centroids);
      await writeFeatures(outputs, `medoids/${layer}`, found.medoids);
      await writeArray(outputs, `medoidRows/${layer}`, {
        dtype: 'uint32',
        shape: [classes],
        data: found.medoidRows,
      });
      context.onProgress?.({ stage: 'medoids', done: index + 1, total: layers.length, unit: 'layers' });
    }
    model.dispose();
    const countOf = (counts: (row: number) => boolean) =>
      dataset.classNames.map(
        (_, label) => labels.filter((value, row) => value === label && counts(row)).length,
      );
    return {
      count,
      layers,
      classCounts: countOf(() => true),
      correctCounts: countOf(isCorrect),
      medoidSample: params.medoidSample ? { size: params.medoidSample, seed } : null,
    };
  },
});
