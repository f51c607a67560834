import { CoreError } from '@fiducial/core/errors';
import { type Classifier, checkAnyBatch, type ImageArray, imageTensor } from '@fiducial/core/models';
import { z } from 'zod';
import { bytes, inputRun } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { chooseTaps } from './choose-taps';
import { measureModel, modelResults } from './measure-model';
import { registerNeed } from './model-needs';
import { prepareModel } from './prepare-model';

/** Range of pixels that a model may expect: beyond it, 32-bit floats no longer tell pixels apart. */
const bound = z.number().min(-1e6).max(1e6);

/** What a registration says of the files. */
export const registerModelParams = z.object({
  /** Input values of a black and a white pixel. */
  bounds: z
    .tuple([bound, bound])
    .refine(([low, high]) => low < high, 'expected the first below the second')
    .default([0, 1]),
  /** What is subtracted from each channel and what it is then divided by, in input units, before the network sees it. */
  normalization: z
    .object({
      mean: z.array(bound).min(1).max(3),
      std: z.array(z.number().positive().max(1e6)).min(1).max(3),
    })
    .refine(({ mean, std }) => mean.length === std.length, 'expected as many means as deviations')
    .optional(),
  /** Which of the model's outputs the classes of the data set are, in its order; none means all outputs. */
  outputClasses: z
    .array(z.int().min(0).max(1e6))
    .refine((all) => new Set(all).size === all.length, 'expected each output once')
    .default([]),
  /**
   * Layers whose activations are kept; none chosen means the block outputs of a residual network, and of another one every
   * layer between the first and the last with weights that can be pooled, after its activation.
   */
  taps: z.array(z.string()).default([]),
  /** Names of the uploaded weight files, in the order of model.json. */
  weightFiles: z
    .array(
      z
        .string()
        .refine(
          (name) => name !== 'model.json' && name !== '__proto__',
          'expected the name of a weight file, got that of another thing',
        ),
    )
    .min(1, 'expected at least one weight file')
    .refine((names) => new Set(names).size === names.length, 'expected every file once, got one name twice'),
});

/** Takes in an uploaded TF.js model of either format: checked by our own schema before TF.js sees it, measured on the test split. */
export const registerModelTask = defineTask({
  kind: 'registerModel',
  version: 4,
  params: registerModelParams,
  results: modelResults,
  needsBackend: true,
  need: registerNeed,
  run: async ({ params: given, inputs, outputs, context }) => {
    const upload = inputRun(inputs, 'upload');
    const files = new Map<string, Uint8Array>();
    for (const name of given.weightFiles) files.set(name, await bytes(upload, name));
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const test = dataset.split('test');
    const json = Buffer.from(await bytes(upload, 'model.json')).toString('utf8');
    const { modelJson, weightData, model, usualTaps } = await prepareModel(json, files, {
      ...given,
      imageShape: test.images.shape,
    });
    if (model.inputShape.join() !== test.images.shape.join())
      throw new CoreError(
        'SHAPE',
        `model input: expected [${test.images.shape}] like the data set, got [${model.inputShape}]`,
      );
    if (model.classes !== dataset.classNames.length)
      throw new CoreError(
        'SHAPE',
        `model output: expected ${dataset.classNames.length} classes like the data set, got ${model.classes}`,
      );
    if (!model.differentiable) checkTogether(model, test.images, Math.min(3, test.count));
    await outputs.write('model.json', 'application/json', Buffer.from(modelJson));
    await outputs.write('weights.bin', 'application/octet-stream', weightData);
    const taps = chooseTaps(model.layers, { wanted: given.taps, usual: usualTaps });
    const results = await measureModel(model, dataset, { taps, context });
    model.dispose();
    return results;
  },
});

/** A graph may have been frozen for one image at a time. @throws {CoreError} `MODEL_FORMAT` then */
function checkTogether(model: Classifier, images: ImageArray, count: number): void {
  const some = imageTensor(images, { first: 0, count }, model.bounds);
  checkAnyBatch(model, some);
  some.dispose();
}
