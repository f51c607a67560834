import { z } from 'zod';
import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { ArchitectureInput } from '../method/method-inputs';
import { registerModel, trainModel } from './launch-model';
import { ModelObject } from './model-types';
import { registerModelParams } from './register-model.task';

const TrainModelInput = builder.inputType('TrainModelInput', {
  description: 'A classifier to be trained.',
  fields: (t) => ({
    ...launchFields(t),
    datasetId: t.globalID({ required: true, description: 'The data set.' }),
    architecture: t.field({
      type: ArchitectureInput,
      required: true,
      description: 'Its architecture and training parameters.',
    }),
  }),
});

const NormalizationInput = builder.inputType('NormalizationInput', {
  description: 'What a model does to each channel of its input first: (x - mean) / std, in input units.',
  fields: (t) => ({
    mean: t.floatList({ required: true, description: 'What is subtracted, one number a channel.' }),
    std: t.floatList({ required: true, description: 'What is divided by, one number a channel.' }),
  }),
});

const RegisterModelInput = builder.inputType('RegisterModelInput', {
  description: 'An uploaded TF.js model, of layers or in graph format, to be taken in.',
  fields: (t) => ({
    ...launchFields(t),
    datasetId: t.globalID({ required: true, description: 'The data set that it classifies.' }),
    modelJson: t.string({ required: true, description: 'Upload of model.json.' }),
    weights: t.stringList({
      required: true,
      description: 'Uploads of the weight files, named as model.json names them.',
    }),
    bounds: t.floatList({ description: 'Input values of a black and a white pixel. Default 0 and 1.' }),
    taps: t.stringList({
      description:
        'Layers, or nodes of a graph, whose activations are kept; when none is given, the block outputs of a residual network, else every suitable one.',
    }),
    normalization: t.field({
      type: NormalizationInput,
      description:
        'What the network expects to be done to pixels within the bounds; it becomes its first layer, so that budgets are in units of plain pixels.',
    }),
    outputClasses: t.intList({
      description:
        'Which of the model’s outputs the classes of the data set are, in its order; all outputs when none is given.',
    }),
  }),
});

/** What is kept of a training: its architecture and that one's parameters. */
const trainedParams = z.looseObject({ architecture: z.string() });

const trainModelPlan = launchable('trainModel', {
  kind: 'trainModel',
  input: TrainModelInput,
  plan: (input, context) => trainModel(context, { ...input, datasetId: input.datasetId.id }),
  inputOf: ({ params, thing }) => {
    const { architecture, ...parameters } = trainedParams.parse(params);
    return { datasetId: thing('dataset'), architecture: { [architecture]: parameters } };
  },
});

const registerModelPlan = launchable('registerModel', {
  kind: 'registerModel',
  input: RegisterModelInput,
  plan: (input, context) =>
    registerModel(context, {
      ...input,
      datasetId: input.datasetId.id,
      modelJsonUploadId: input.modelJson,
      weightUploadIds: input.weights,
    }),
  inputOf: ({ params, thing, upload }) => {
    const { weightFiles, ...rest } = registerModelParams.parse(params);
    return {
      datasetId: thing('dataset'),
      modelJson: upload('model.json'),
      weights: weightFiles.map(upload),
      ...rest,
    };
  },
});

builder.mutationFields((t) => ({
  trainModel: t.prismaField({
    type: ModelObject,
    description: 'Trains a classifier.',
    errors: launchErrors,
    args: { input: t.arg({ type: TrainModelInput, required: true, description: 'What to train.' }) },
    resolve: (_query, _, { input }, context) => trainModelPlan(input, context).then(start),
  }),
  registerModel: t.prismaField({
    type: ModelObject,
    description:
      'Takes in an uploaded TF.js model: of layers, or in graph format, for attacks that ask for no gradients and for scoring.',
    errors: launchErrors,
    args: { input: t.arg({ type: RegisterModelInput, required: true, description: 'What to take in.' }) },
    resolve: (_query, _, { input }, context) => registerModelPlan(input, context).then(start),
  }),
}));
