import { extractFeatures, findRepresentatives, pooledDimensions } from '@fiducial/core/activations';
import { CoreError } from '@fiducial/core/errors';
import { z } from 'zod';
import { inputRun, stackRows, writeArray, writeFeatures } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { readModel } from '../model/read-model';

/** The split whose activations are kept, and the layers. */
export const referenceSetParams = z.object({
  splitName: z.string().default('train'),
  layers: z.array(z.string()).min(1),
});

/** What `buildReferenceSet` keeps in the row of its run. */
export const referenceSetResults = z.object({
  count: z.int(),
  layers: z.array(z.object({ layer: z.string(), dimensions: z.int() })),
  classCounts: z.array(z.int()),
});

/** Keeps the features of all images of a split, in chunks of 8,192 rows, with centroid and medoid of each class. */
export const buildReferenceSetTask = defineTask({
  kind: 'buildReferenceSet',
  version: 1,
  params: referenceSetParams,
  results: referenceSetResults,
  needsBackend: true,
  run: async ({ params, inputs, outputs, context }) => {
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model } = await readModel(inputRun(inputs, 'model'));
    const { images, labels, count } = dataset.split(params.splitName);
    const layers = params.layers.map((layer) => {
      const found = model.layers.find(({ name }) => name === layer);
      if (!found) throw new CoreError('PARAMETERS', `layers: expected layers of the model, got ${layer}`);
      return { layer, dimensions: pooledDimensions(found.outputShape) };
    });
    const kept = new Map(params.layers.map((layer) => [layer, [] as Float32Array[]]));
    let chunk = 0;
    for await (const { features } of extractFeatures(model, images, { taps: params.layers, context })) {
      for (const [layer, values] of features) {
        await writeFeatures(outputs, `features/${layer}/${chunk}`, values);
        kept.get(layer)?.push(values.data);
      }
      chunk++;
    }
    await writeArray(outputs, 'labels', { dtype: 'int32', shape: [count], data: labels });
    const classes = dataset.classNames.length;
    for (const [index, { layer, dimensions }] of layers.entries()) {
      const all = stackRows((kept.get(layer) ?? []).map((data) => ({ data, dimensions })));
      const found = await findRepresentatives(all, { labels, classes, context });
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
    const classCounts = dataset.classNames.map(
      (_, label) => labels.filter((value) => value === label).length,
    );
    return { count, layers, classCounts };
  },
});
