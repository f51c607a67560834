import { bound } from '../../forms/parameter';
import { type LaunchField, plainParameter } from './launch-fields';
import type { LaunchMutation } from './launch-mutations';
import type { LaunchOptions } from './launch-options';
import type { LaunchId } from './launch-titles';

/** A launch form: the mutation that it sends, and its fields. */
export interface LaunchFormPlan {
  readonly mutation: LaunchMutation;
  /** Type of what is made, as GraphQL names it. */
  readonly makes: string;
  readonly words: string;
  /** Whether the input names the project itself. */
  readonly inProject?: boolean;
  readonly fields: (options: LaunchOptions) => readonly LaunchField[];
}

const name: LaunchField = {
  kind: 'words',
  name: 'name',
  title: 'Name',
  description: 'What people will call it. Left empty, it gets a telling one.',
};

const seed = plainParameter('seed', 'INTEGER', {
  description: 'Decides everything random: the same seed gives the same result.',
  default: 0,
  minimum: 0,
});

const dataset: LaunchField = {
  kind: 'thing',
  of: 'datasets',
  name: 'datasetId',
  title: 'Data set',
  description: 'Its train split is learned from, its test split is kept for the study.',
};

const model: Extract<LaunchField, { kind: 'thing' }> = {
  kind: 'thing',
  of: 'models',
  name: 'modelId',
  title: 'Model',
  description: 'The classifier that is attacked and watched.',
};

const images = (of: string, count: number, minimum: number) =>
  plainParameter(of, 'INTEGER', { description: countWords[of] ?? '', default: count, minimum });

const countWords: Readonly<Record<string, string>> = {
  train: 'Images that detectors learn from.',
  validation: 'Images that choose an epoch and set thresholds.',
  test: 'Images that evaluations are made on.',
  maxErrors: 'Misclassified images kept apart, at most.',
};

const protocolImages = (of: string) =>
  plainParameter(of, 'INTEGER', {
    description: `${countWords[of]} Left empty, as many as the protocol has.`,
    minimum: 1,
  });

/** The k of a layer sweep. */
const kRange = [
  plainParameter('firstK', 'INTEGER', {
    description: 'Least number of neighbors looked at.',
    default: 1,
    minimum: 1,
    maximum: 2000,
  }),
  plainParameter('lastK', 'INTEGER', {
    description: 'Greatest number of neighbors looked at.',
    default: 200,
    minimum: 1,
    maximum: 2000,
  }),
  plainParameter('stepK', 'INTEGER', {
    description: 'From one k to the next.',
    default: 1,
    minimum: 1,
    maximum: 2000,
  }),
];

/** The same, up to as many neighbors as the chosen sweep keeps. */
const keptRange = kRange.map(
  (field): LaunchField => ({
    ...field,
    narrow: ({ layerSweepId }) => {
      const kept = layerSweepId?.keptNeighbors;
      if (kept === undefined) return {};
      const { name, description } = field.parameter;
      if (name !== 'lastK') return { maximum: kept };
      return {
        maximum: kept,
        default: kept,
        description: `${description} The sweep keeps the ${bound(kept)} nearest of each input: no k can be greater.`,
      };
    },
  }),
);

const idxFile = (of: string, title: string): LaunchField => ({
  kind: 'file',
  upload: 'idx',
  many: false,
  accept: '',
  name: of,
  title,
  description: 'IDX file, plain or gzip.',
});

const trainingSets = {
  kind: 'things',
  of: 'attackSets',
  name: 'trainOn',
  fits: (set, { sampleId }) => set.control !== true && set.testOnly !== true && set.sampleId === sampleId?.id,
} as const satisfies Partial<LaunchField>;

/** What a detector is fitted to. */
const fitFields = (methods: LaunchOptions['methods']): readonly LaunchField[] => [
  {
    kind: 'thing',
    of: 'referenceSets',
    name: 'referenceSetId',
    title: 'Reference set',
    description: 'The training activations to compare with.',
  },
  {
    kind: 'thing',
    of: 'samples',
    name: 'sampleId',
    title: 'Sample',
    description: 'The images to fit with; of the same model.',
    fits: (sample, { referenceSetId }) => !referenceSetId || sample.modelId === referenceSetId.modelId,
  },
  {
    kind: 'choice',
    name: 'detector',
    title: 'Detector',
    description: 'How inputs are scored.',
    variants: methods.detector,
  },
  {
    ...trainingSets,
    title: 'Attack sets to learn from',
    description:
      'Attacks on the sample. What is left out here shows how the detector does on attacks unseen.',
    onlyWhen: 'learning',
  },
  {
    ...trainingSets,
    title: 'Attack sets to set thresholds on',
    description:
      'Attacks on the sample. The score learns nothing from them; thresholds by equal error and by Youden need some.',
    optional: true,
    onlyWhen: 'notLearning',
  },
];

/** The launch forms, by their name in addresses. */
export const launchForms: Readonly<Record<LaunchId, LaunchFormPlan>> = {
  dataset: {
    mutation: 'importDataset',
    makes: 'Dataset',
    words: 'Images with labels, in a split for training and one for testing.',
    inProject: true,
    fields: () => [
      {
        kind: 'choice',
        name: 'source',
        title: 'Source',
        description: 'Where the images come from.',
        variants: [
          {
            id: 'builtInDigits',
            title: 'The built-in digits',
            summary: '10,000 handwritten digits of MNIST that come with the product.',
            fields: [
              plainParameter('testFraction', 'NUMBER', {
                description: 'Share of each class kept for testing.',
                default: 0.2,
                minimum: 0,
                maximum: 1,
                exclusiveMinimum: true,
              }),
            ],
          },
          {
            id: 'mnist',
            title: 'Full MNIST',
            summary: '70,000 handwritten digits from a public mirror; the server needs the network.',
            fields: [],
          },
          {
            id: 'idx',
            title: 'IDX files',
            summary: 'Four files, such as those of MNIST or Fashion-MNIST.',
            fields: [
              idxFile('trainImages', 'Training images'),
              idxFile('trainLabels', 'Training labels'),
              idxFile('testImages', 'Test images'),
              idxFile('testLabels', 'Test labels'),
            ],
          },
          {
            id: 'imageFolder',
            title: 'Image folder',
            summary:
              'A ZIP archive with train/CLASS/FILE and test/CLASS/FILE, or CLASS/FILE alone, of which a part is then kept for testing.',
            fields: [
              {
                kind: 'file',
                upload: 'imageFolder',
                many: false,
                accept: '.zip,application/zip',
                name: 'archive',
                title: 'Archive',
                description: 'ZIP file of at most 2 GiB.',
              },
              {
                ...plainParameter('color', 'CHOICE', {
                  description: 'Channels that are kept: one (GREY) or three (RGB).',
                  default: 'RGB',
                  options: ['GREY', 'RGB'],
                }),
                literal: true,
              },
              plainParameter('size', 'INTEGER', {
                description: 'Height and width to resize to, in pixels. Left empty, all images must agree.',
                minimum: 4,
                maximum: 1024,
              }),
              plainParameter('testFraction', 'NUMBER', {
                description:
                  'Share of each class kept for testing, where there are no train and test folders.',
                default: 0.2,
                minimum: 0,
                maximum: 1,
                exclusiveMinimum: true,
              }),
              {
                kind: 'words',
                name: 'classColumn',
                title: 'Class column',
                description:
                  'Column of a labels.csv in the archive that names the class of each file. Left empty, the folders do.',
              },
              {
                kind: 'words',
                name: 'testColumn',
                title: 'Test column',
                description: 'Column of labels.csv that is 1 for test images and 0 for training images.',
              },
              plainParameter('trainPerClass', 'INTEGER', {
                description: 'Training images kept of each class, the first by name. Left empty, all.',
                minimum: 1,
              }),
            ],
          },
          {
            id: 'spriteSheets',
            title: 'Sprite sheets',
            summary:
              'PNG sheets with one image a pixel row, as copies of CIFAR-10 come, with labels in JSON.',
            fields: [
              {
                kind: 'file',
                upload: 'imageFolder',
                many: true,
                accept: '.png,image/png',
                name: 'sheets',
                title: 'Sheets',
                description: 'All of them; they are taken in the order in which they are chosen.',
              },
              {
                kind: 'file',
                upload: 'imageFolder',
                many: false,
                accept: '.json,application/json',
                name: 'labels',
                title: 'Labels',
                description: 'JSON: {"classes": [names], "labels": [numbers]}, over all sheets in order.',
              },
              plainParameter('testFraction', 'NUMBER', {
                description: 'Share of each class kept for testing.',
                default: 0.2,
                minimum: 0,
                maximum: 1,
                exclusiveMinimum: true,
              }),
            ],
          },
        ],
      },
      { kind: 'words', name: 'description', title: 'Description', description: 'What it is.' },
      name,
    ],
  },
  'test-bed': {
    mutation: 'startTestBed',
    makes: 'TestBed',
    words:
      'Trains a network, attacks it in four ways and with random noise, fits detectors and evaluates them all on the same inputs.',
    fields: () => [
      dataset,
      {
        ...plainParameter('variant', 'CHOICE', {
          description:
            'Standard: the kNN score on each layer, two evolution maps, two baselines. Full: all weightings, maps and baselines.',
          default: 'STANDARD',
          options: ['STANDARD', 'FULL'],
        }),
        literal: true,
      },
      {
        kind: 'numbers',
        name: 'seeds',
        title: 'Seeds',
        description: 'One whole bed for each seed, 1 to 10 of them, separated by commas.',
        first: '0',
      },
      name,
    ],
  },
  protocol: {
    mutation: 'startProtocol',
    makes: 'TestBed',
    words:
      'Runs a published experiment on your data and model, says where it departs from the paper, and shows the published numbers beside its own.',
    fields: ({ protocols }) => [
      plainParameter('protocol', 'CHOICE', {
        description: protocols.map(({ id, title }) => `${id}: ${title}.`).join(' '),
        default: protocols[0]?.id ?? null,
        options: protocols.map(({ id }) => id),
      }),
      dataset,
      {
        ...model,
        optional: true,
        fits: ({ datasetId }, chosen) => datasetId === chosen.datasetId?.id,
        description: `The classifier that is attacked and watched. Without one, ${protocols
          .filter(({ needsModel }) => !needsModel)
          .map(({ id }) => id)
          .join(' and ')} trains the standard CNN; the others need one.`,
      },
      protocolImages('train'),
      protocolImages('validation'),
      protocolImages('test'),
      {
        kind: 'numbers',
        name: 'seeds',
        title: 'Seeds',
        description: 'One whole bed for each seed, 1 to 10 of them, separated by commas.',
        first: '0',
      },
      name,
    ],
  },
  model: {
    mutation: 'trainModel',
    makes: 'Model',
    words: 'A classifier, trained here.',
    fields: ({ methods }) => [
      dataset,
      {
        kind: 'choice',
        name: 'architecture',
        title: 'Architecture',
        description: 'The network that is trained.',
        variants: methods.architecture,
      },
      name,
      seed,
    ],
  },
  'uploaded-model': {
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
        upload: 'model',
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
        description:
          'What each channel is then divided by: one number a channel, such as 0.229, 0.224, 0.225.',
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
  },
  sample: {
    mutation: 'drawSample',
    makes: 'Sample',
    words:
      'Correctly classified images of the test split, parted so that an image and its twins never cross the parts.',
    fields: () => [
      model,
      images('train', 700, 1),
      images('validation', 100, 1),
      images('test', 200, 1),
      images('maxErrors', 1000, 0),
      name,
      seed,
    ],
  },
  attack: {
    mutation: 'launchAttack',
    makes: 'AttackSet',
    words:
      'Makes an adversarial twin of every image of a sample, at one or several epsilons, or with the smallest change that does it.',
    fields: ({ methods }) => [
      {
        kind: 'thing',
        of: 'samples',
        name: 'sampleId',
        title: 'Sample',
        description: 'The images that are attacked, on the model that they were drawn for.',
      },
      {
        kind: 'choice',
        name: 'attack',
        title: 'Attack',
        description: 'How the twins are made.',
        variants: methods.attack,
      },
      {
        kind: 'numbers',
        name: 'epsilons',
        title: 'Epsilons',
        description:
          'Radii of the ball, in input units, 1 to 32 of them, separated by commas. Fractions such as 8/255 are welcome.',
        first: '20/255, 40/255',
      },
      {
        ...plainParameter('quantization', 'CHOICE', {
          description:
            'Images as they are found (FLOAT32), or rounded to 8 bit (UINT8): success, predictions and norms are then those after rounding.',
          default: 'FLOAT32',
          options: ['FLOAT32', 'UINT8'],
        }),
        literal: true,
      },
      plainParameter('trace', 'BOOLEAN', {
        description: 'Keep loss and success query by query.',
        default: false,
      }),
      name,
      seed,
    ],
  },
  'reference-set': {
    mutation: 'buildReferenceSet',
    makes: 'ReferenceSet',
    words: 'Activations of the model’s own training images: what detectors compare an input with.',
    fields: () => [
      model,
      plainParameter('layers', 'LAYERS', {
        description: 'Layers to keep. None chosen means all.',
        default: [],
      }),
      name,
      seed,
    ],
  },
  detector: {
    mutation: 'fitDetector',
    makes: 'Detector',
    words: 'Gives every input a score, higher for inputs more likely adversarial.',
    fields: ({ methods }) => [...fitFields(methods), name, seed],
  },
  evaluation: {
    mutation: 'evaluateDetector',
    makes: 'Evaluation',
    words:
      'Judges a detector on the test part of its sample: authentic images, errors, attacks and controls.',
    fields: () => [
      {
        kind: 'thing',
        of: 'detectors',
        name: 'detectorId',
        title: 'Detector',
        description: 'The detector that is judged.',
      },
      {
        kind: 'things',
        of: 'attackSets',
        name: 'attackSetIds',
        title: 'Attacks and controls',
        description:
          'On the sample of the detector. Choose the same for all detectors that you want to compare.',
        fits: (set, { detectorId }) => set.sampleId === detectorId?.sampleId,
      },
      name,
      seed,
    ],
  },
  repeat: {
    mutation: 'repeatDetector',
    makes: 'TestBed',
    words:
      'Fits a detector once a seed and judges each on the same inputs: how much of its result is the luck of the seed? Nothing else differs.',
    fields: ({ methods }) => [
      ...fitFields(methods),
      {
        kind: 'things',
        of: 'attackSets',
        name: 'attackSetIds',
        title: 'Attacks and controls to judge on',
        description: 'On the same sample, its test part.',
        fits: (set, { sampleId }) => set.sampleId === sampleId?.id,
      },
      {
        kind: 'numbers',
        name: 'seeds',
        title: 'Seeds',
        description: 'A detector and its evaluation for each, 2 to 20 of them, separated by commas.',
        first: '0, 1, 2',
      },
      name,
    ],
  },
  'adaptive-attack': {
    mutation: 'launchAdaptiveAttack',
    makes: 'AttackSet',
    words:
      'An attacker who knows the detector: looks for images that fool the classifier and that the detector lets pass. The detector itself judges what comes of it.',
    fields: ({ methods }) => [
      {
        kind: 'thing',
        of: 'detectors',
        name: 'detectorId',
        title: 'Detector',
        description: 'The detector that is to be got past, on the images that it was fitted with.',
      },
      {
        kind: 'thing',
        of: 'detectors',
        name: 'surrogateId',
        title: 'What the attacker is given',
        description:
          'The detector itself is perfect knowledge. A surrogate, another detector of the same model fitted with another seed, sample or reference set, is limited knowledge.',
        optional: true,
        none: 'The detector itself',
        fits: (option, { detectorId }) =>
          option.id !== detectorId?.id && option.modelId === detectorId?.modelId,
      },
      {
        kind: 'choice',
        name: 'attack',
        title: 'Attack',
        description: 'How the images are looked for.',
        variants: methods.adaptiveAttack,
      },
      {
        kind: 'numbers',
        name: 'epsilons',
        title: 'Epsilons',
        description:
          'Radii of the ball, in input units, 1 to 32 of them, separated by commas. Those of the plain attacks on the sample make the levels comparable.',
        first: '20/255, 40/255, 60/255, 80/255',
      },
      {
        ...plainParameter('quantization', 'CHOICE', {
          description:
            'Images as they are found (FLOAT32), or rounded to 8 bit (UINT8): all is then said of them after rounding.',
          default: 'FLOAT32',
          options: ['FLOAT32', 'UINT8'],
        }),
        literal: true,
      },
      plainParameter('allImages', 'BOOLEAN', {
        description:
          'Attack all images of the sample, so that detectors can learn from the set. Else its test images, on which the verdict is.',
        default: false,
      }),
      name,
      seed,
    ],
  },
  'layer-sweep': {
    mutation: 'sweepLayers',
    makes: 'LayerSweep',
    words:
      'Judges the kNN score in every layer, with every preprocessing, weighting and k, from neighbors that are looked up once; and shows how far attacks move each layer.',
    fields: () => [
      {
        kind: 'thing',
        of: 'referenceSets',
        name: 'referenceSetId',
        title: 'Reference set',
        description: 'The training activations to compare with.',
      },
      {
        kind: 'thing',
        of: 'samples',
        name: 'sampleId',
        title: 'Sample',
        description:
          'Settings are chosen on its validation images and reported on its test images; of the same model.',
        fits: (sample, { referenceSetId }) => !referenceSetId || sample.modelId === referenceSetId.modelId,
      },
      {
        kind: 'things',
        of: 'attackSets',
        name: 'attackSetIds',
        title: 'Attacks and controls',
        description: 'On the sample. Attacks count over their successful adversarials.',
        fits: (set, { sampleId }) => set.sampleId === sampleId?.id,
      },
      plainParameter('layers', 'LAYERS', {
        description: 'Layers to sweep. None chosen means all.',
        default: [],
      }),
      plainParameter('preprocessings', 'LAYERS', {
        description: 'What is done to features before they are compared. None chosen means all four.',
        default: [],
        options: ['none', 'l2', 'pca', 'pcaWhitening'],
      }),
      ...kRange,
      name,
      seed,
    ],
  },
  'other-k': {
    mutation: 'recountLayers',
    makes: 'LayerSweep',
    words:
      'Judges other k from the neighbors that a layer sweep has kept. Nothing is looked up: it takes seconds.',
    fields: () => [
      {
        kind: 'thing',
        of: 'layerSweeps',
        name: 'layerSweepId',
        title: 'Layer sweep',
        description: 'Whose neighbors are counted.',
      },
      ...keptRange,
      name,
      seed,
    ],
  },
};
