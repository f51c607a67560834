import { CoreError } from '@fiducial/core/errors';
import { architectures, serializeModel, standardCnn, trainClassifier } from '@fiducial/core/models';
import { z } from 'zod';
import { inputRun } from '../compute/artifact-access';
import { defineTask } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { compiledClassifier } from './compiled-classifier';
import { measureModel, modelResults } from './measure-model';
import { trainNeed } from './model-needs';
import { trainingKeeper } from './training-keeper';

/** Range of inputs of models trained here. */
const bounds: [number, number] = [0, 1];

const params = z.object({
  architecture: z.enum(architectures.map(({ id }) => id)),
  ...standardCnn.params.shape,
});

/** Trains a classifier on the training split and measures it on the test split. */
export const trainModelTask = defineTask({
  kind: 'trainModel',
  version: 1,
  params,
  results: modelResults,
  needsBackend: true,
  need: trainNeed,
  run: async ({ params: given, inputs, outputs, checkpoints, context, seed }) => {
    const architecture = architectures.find(({ id }) => id === given.architecture);
    if (!architecture)
      throw new CoreError(
        'PARAMETERS',
        `architecture: expected one of ${architectures.map(({ id }) => id).join(', ')}, got ${given.architecture}`,
      );
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const train = dataset.split('train');
    const network = architecture.build(train.images.shape, dataset.classNames.length, seed);
    const keeper = await trainingKeeper(checkpoints);
    await trainClassifier(network, train, { params: given, bounds, context, keeper });
    const { modelJson, weightData } = await serializeModel(network);
    await outputs.write('model.json', 'application/json', Buffer.from(modelJson));
    await outputs.write('weights.bin', 'application/octet-stream', weightData);
    const model = await compiledClassifier(network, bounds);
    const results = await measureModel(model, dataset, { taps: architecture.taps, context });
    model.dispose();
    return results;
  },
});
