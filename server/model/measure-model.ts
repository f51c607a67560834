import type { Context } from '@fiducial/core/context';
import { type Classifier, predict } from '@fiducial/core/models';
import { z } from 'zod';
import type { ReadDataset } from '../dataset/read-dataset';

/** What `trainModel` and `registerModel` keep in the row of their run. */
export const modelResults = z.object({
  layers: z.array(
    z.object({
      name: z.string(),
      className: z.string(),
      outputShape: z.array(z.int()),
      parameters: z.int(),
    }),
  ),
  inputShape: z.tuple([z.int(), z.int(), z.int()]),
  classes: z.int(),
  bounds: z.tuple([z.number(), z.number()]),
  taps: z.array(z.string()),
  /** Share of the test split that is classified correctly. */
  cleanAccuracy: z.number(),
  /** Test images by true class (rows) and predicted class (columns). */
  confusion: z.array(z.array(z.int())),
});

/** Describes a model and measures it on the test split. */
export async function measureModel(
  model: Classifier,
  dataset: ReadDataset,
  { taps, context }: { taps: readonly string[]; context: Context },
): Promise<z.output<typeof modelResults>> {
  const test = dataset.split('test');
  const { predicted } = await predict(model, test.images, { context });
  const confusion = confusionMatrix(test.labels, predicted, model.classes);
  return {
    layers: model.layers.map((layer) => ({ ...layer, outputShape: [...layer.outputShape] })),
    inputShape: [...model.inputShape],
    classes: model.classes,
    bounds: [...model.bounds],
    taps: [...taps],
    cleanAccuracy: confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0) / test.count,
    confusion,
  };
}

/** Counts by true class (rows) and predicted class (columns). */
function confusionMatrix(labels: Int32Array, predicted: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, row) => {
    const of = counts[label];
    const to = predicted[row];
    if (of && to !== undefined) of[to] = (of[to] ?? 0) + 1;
  });
  return counts;
}
