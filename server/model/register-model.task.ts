import { CoreError } from '@fiducial/core/errors';
import { blockOutputs, deserializeModel, keepClasses, serializeModel } from '@fiducial/core/models';
import type { tf } from '@fiducial/core/tensors';
import { type LayersModelFile, normalizeInput, readLayersModel } from '@fiducial/formats';
import { z } from 'zod';
import { bytes, inputRun } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { compiledClassifier } from './compiled-classifier';
import { measureModel, modelResults } from './measure-model';

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
  outputClasses: z.array(z.int().min(0).max(1e6)).default([]),
  /**
   * Layers whose activations are kept; none chosen means the block outputs of a residual network, and of another one every
   * layer that can be pooled and is not the last.
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

/** Layers that change nothing worth comparing, or no features at all: nobody gets them without asking for them. */
const untapped = new Set([
  'InputLayer',
  'Flatten',
  'Dropout',
  'Reshape',
  'ZeroPadding2D',
  'Activation',
  'Softmax',
  'Permute',
]);
/** Not even those who ask get these. */
const neverTapped = new Set([...untapped].filter((kind) => kind !== 'Activation'));

/** Takes in an uploaded TF.js layers-model: checked by our own schema before TF.js sees it, measured on the test split. */
export const registerModelTask = defineTask({
  kind: 'registerModel',
  version: 2,
  params: registerModelParams,
  results: modelResults,
  needsBackend: true,
  run: async ({ params: given, inputs, outputs, context }) => {
    const upload = inputRun(inputs, 'upload');
    const files = new Map<string, Uint8Array>();
    for (const name of given.weightFiles) files.set(name, await bytes(upload, name));
    const checked = readLayersModel(Buffer.from(await bytes(upload, 'model.json')).toString('utf8'), files);
    const network = await build(checked, given);
    const { modelJson, weightData } = await serializeModel(network);
    await outputs.write('model.json', 'application/json', Buffer.from(modelJson));
    await outputs.write('weights.bin', 'application/octet-stream', weightData);
    const model = await compiledClassifier(network, given.bounds);
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const test = dataset.split('test');
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
    const results = await measureModel(model, dataset, {
      taps: chooseTaps(model.layers, given.taps.length > 0 ? given.taps : blockOutputs(network)),
      context,
    });
    model.dispose();
    return results;
  },
});

/** @throws {CoreError} `MODEL_FORMAT` in TensorFlow.js' words where it finds more than our schema did */
async function build(
  checked: LayersModelFile,
  { normalization, outputClasses }: z.output<typeof registerModelParams>,
): Promise<tf.LayersModel> {
  const file = normalization ? normalizeInput(checked, normalization) : checked;
  let network: tf.LayersModel;
  try {
    network = await deserializeModel(file);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CoreError('MODEL_FORMAT', `model: TensorFlow.js cannot build it: ${words.slice(0, 500)}`);
  }
  return outputClasses.length > 0 ? keepClasses(network, outputClasses) : network;
}

function chooseTaps(
  layers: readonly { name: string; className: string; outputShape: readonly number[] }[],
  wanted: readonly string[],
): string[] {
  const pooled = layers
    .slice(0, -1)
    .filter(
      ({ className, outputShape }) =>
        !neverTapped.has(className) && (outputShape.length === 1 || outputShape.length === 3),
    );
  const usual = pooled.filter(({ className }) => !untapped.has(className)).map(({ name }) => name);
  const possible = pooled.map(({ name }) => name);
  const unknown = wanted.find((name) => !possible.includes(name));
  if (unknown !== undefined)
    throw new CoreError(
      'PARAMETERS',
      possible.length > 0
        ? `taps: expected some of ${usual.join(', ')}, got ${unknown}`
        : `taps: expected none, for no layer before the last can be pooled, got ${unknown}`,
    );
  return wanted.length > 0 ? possible.filter((name) => wanted.includes(name)) : usual;
}
