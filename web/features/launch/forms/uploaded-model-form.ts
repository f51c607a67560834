import { dataset, name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Register a model of your own. */
export const uploadedModelForm: LaunchFormPlan = {
  mutation: 'registerModel',
  makes: 'Model',
  words:
    'A TensorFlow.js model that you trained elsewhere: model.json with its weight files. One of layers can be attacked in every way; one in graph format only by attacks that ask for no gradients.',
  fields: () => [
    dataset,
    {
      kind: 'file',
      upload: 'model',
      many: false,
      accept: '.json,application/json',
      name: 'modelJson',
      title: 'model.json',
      description: 'The topology, as tf.LayersModel.save or the TensorFlow.js converter writes it.',
    },
    {
      kind: 'file',
      upload: 'weights',
      many: true,
      accept: '',
      name: 'weights',
      title: 'Weight files',
      description: 'All of them, under the names that model.json gives them.',
    },
    {
      kind: 'numbers',
      name: 'bounds',
      title: 'Range of input values',
      description:
        'Values of a black and a white pixel, such as 0, 1 or -1, 1 or 0, 255. Epsilons are in these units.',
      first: '0, 1',
      optional: true,
    },
    {
      kind: 'numbers',
      name: 'normalization.mean',
      title: 'Normalization: mean',
      description:
        'Subtracted from each channel before the network sees it, in input units: one number a channel, such as 0.485, 0.456, 0.406. Left empty, nothing is normalized.',
      first: '',
      optional: true,
    },
    {
      kind: 'numbers',
      name: 'normalization.std',
      title: 'Normalization: standard deviation',
      description: 'What each channel is then divided by: one number a channel, such as 0.229, 0.224, 0.225.',
      first: '',
      optional: true,
      above: 0,
      asManyAs: 'normalization.mean',
    },
    {
      kind: 'numbers',
      name: 'outputClasses',
      title: 'Outputs for the classes',
      description:
        'Numbers of the model’s outputs from 0 on, in the order of the classes, separated by commas. Left empty, all outputs.',
      first: '',
      optional: true,
      whole: true,
    },
    {
      kind: 'names',
      name: 'taps',
      suggestedBy: 'modelJson',
      title: 'Layers whose activations are kept',
      description:
        'None chosen means the block outputs of a residual network, and of another one every suitable layer.',
    },
    name,
    seed,
  ],
};
