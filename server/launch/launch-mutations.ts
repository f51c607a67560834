import { launchAdaptiveAttack } from '../adaptive-attack/launch-adaptive-attack';
import { QuantizationEnum } from '../attack-set/attack-set-enums';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { launchAttack } from '../attack-set/launch-attack';
import { DatasetSourceInputObject } from '../dataset/dataset-source-inputs';
import { DatasetObject } from '../dataset/dataset-types';
import { importDataset } from '../dataset/launch-import';
import { DetectorObject } from '../detector/detector-types';
import { fitDetector } from '../detector/launch-detector';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { evaluateDetector } from '../evaluation/launch-evaluation';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { recountLayers, sweepLayers } from '../layer-sweep/launch-layer-sweep';
import { LayerSweepObject } from '../layer-sweep/layer-sweep-types';
import { AdaptiveAttackInput, ArchitectureInput, AttackInput, DetectorInput } from '../method/method-inputs';
import { registerModel, trainModel } from '../model/launch-model';
import { ModelObject } from '../model/model-types';
import { buildReferenceSet } from '../reference-set/launch-reference-set';
import { ReferenceSetObject } from '../reference-set/reference-set-types';
import { drawSample } from '../sample/launch-sample';
import { SampleObject } from '../sample/sample-types';

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** Fields that every launch has. */
const common = (t: InputFields) => ({
  name: t.string({ description: 'What people will call it; a telling one is made when none is given.' }),
  seed: t.int({ description: 'Seed of everything random. Default 0.' }),
  idempotencyKey: t.string({ description: 'The same key with the same request gives the same thing again.' }),
});

const ImportDatasetInput = builder.inputType('ImportDatasetInput', {
  description: 'A data set to be imported.',
  fields: (t) => ({
    ...common(t),
    projectId: t.globalID({ required: true, description: 'The project.' }),
    description: t.string({ description: 'What it is.' }),
    source: t.field({
      type: DatasetSourceInputObject,
      required: true,
      description: 'Where the images come from.',
    }),
  }),
});

const TrainModelInput = builder.inputType('TrainModelInput', {
  description: 'A classifier to be trained.',
  fields: (t) => ({
    ...common(t),
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
    ...common(t),
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

const DrawSampleInput = builder.inputType('DrawSampleInput', {
  description: 'A sample to be drawn.',
  fields: (t) => ({
    ...common(t),
    modelId: t.globalID({ required: true, description: 'The model.' }),
    splitName: t.string({ description: 'Split to draw from. Default test.' }),
    train: t.int({ description: 'Images that detectors learn from. Default 700.' }),
    validation: t.int({ description: 'Images that choose an epoch and set thresholds. Default 100.' }),
    test: t.int({ description: 'Images that evaluations are made on. Default 200.' }),
    maxErrors: t.int({ description: 'Misclassified images kept apart, at most. Default 1000.' }),
  }),
});

const LaunchAttackInput = builder.inputType('LaunchAttackInput', {
  description: 'An attack to be launched on all images of a sample.',
  fields: (t) => ({
    ...common(t),
    sampleId: t.globalID({ required: true, description: 'The sample.' }),
    attack: t.field({ type: AttackInput, required: true, description: 'The method and its parameters.' }),
    epsilons: t.floatList({
      description:
        'Radii of the ball, in input units, 1 to 32 of them; none for an attack that looks for the smallest perturbation.',
    }),
    quantization: t.field({
      type: QuantizationEnum,
      description: 'Whether the images are rounded to 8 bit before they are judged. Default FLOAT32.',
    }),
    trace: t.boolean({ description: 'Whether loss and success are kept query by query. Default false.' }),
  }),
});

const BuildReferenceSetInput = builder.inputType('BuildReferenceSetInput', {
  description: 'A reference set to be built.',
  fields: (t) => ({
    ...common(t),
    modelId: t.globalID({ required: true, description: 'The model.' }),
    splitName: t.string({ description: 'Split whose images are kept. Default train.' }),
    layers: t.stringList({ description: 'Layers to keep; all taps of the model when none is given.' }),
    correctOnly: t.boolean({
      description:
        'Whether centroids and medoids are made of correctly classified images only. Default false.',
    }),
    medoidSample: t.int({
      description:
        'Members of each class, drawn under the seed, that medoids are looked for among; exact when left out.',
    }),
  }),
});

const FitDetectorInput = builder.inputType('FitDetectorInput', {
  description: 'A detector to be fitted.',
  fields: (t) => ({
    ...common(t),
    referenceSetId: t.globalID({ required: true, description: 'The training activations to compare with.' }),
    sampleId: t.globalID({ required: true, description: 'The images to fit with.' }),
    detector: t.field({ type: DetectorInput, required: true, description: 'The method and its parameters.' }),
    trainOn: t.globalIDList({
      description: 'Attack sets to learn from; methods that do not learn set thresholds on them.',
    }),
  }),
});

const EvaluateDetectorInput = builder.inputType('EvaluateDetectorInput', {
  description: 'An evaluation to be made.',
  fields: (t) => ({
    ...common(t),
    detectorId: t.globalID({ required: true, description: 'The detector.' }),
    attackSetIds: t.globalIDList({ required: true, description: 'Attacks and controls to judge it on.' }),
  }),
});

const range = (t: InputFields) => ({
  firstK: t.int({ description: 'Least number of neighbors. Default 1.' }),
  lastK: t.int({ description: 'Greatest number of neighbors. Default 200.' }),
  stepK: t.int({ description: 'From one k to the next. Default 1.' }),
});

const SweepLayersInput = builder.inputType('SweepLayersInput', {
  description: 'The kNN score to be judged in every layer, with every preprocessing, weighting and k.',
  fields: (t) => ({
    ...common(t),
    referenceSetId: t.globalID({ required: true, description: 'The training activations to compare with.' }),
    sampleId: t.globalID({
      required: true,
      description:
        'The images: settings are chosen on its validation images and reported on its test images.',
    }),
    attackSetIds: t.globalIDList({ required: true, description: 'Attacks and controls on the sample.' }),
    layers: t.stringList({ description: 'Layers to sweep; all of the reference set when none is given.' }),
    preprocessings: t.stringList({
      description:
        'What is done to features first: some of none, l2, pca, pcaWhitening; all when none is given.',
    }),
    ...range(t),
  }),
});

const RecountLayersInput = builder.inputType('RecountLayersInput', {
  description: 'Other k to be judged from the neighbors that a layer sweep has kept.',
  fields: (t) => ({
    ...common(t),
    layerSweepId: t.globalID({ required: true, description: 'The sweep: k may go up to its greatest.' }),
    ...range(t),
  }),
});

const LaunchAdaptiveAttackInput = builder.inputType('LaunchAdaptiveAttackInput', {
  description:
    'An attack by somebody who knows a detector, to be launched on the images that it was fitted with.',
  fields: (t) => ({
    ...common(t),
    detectorId: t.globalID({ required: true, description: 'The detector that is to be got past.' }),
    surrogateId: t.globalID({
      description:
        'With limited knowledge: another detector of the same model, which the attacker is given in its place. None: the detector itself is known.',
    }),
    attack: t.field({
      type: AdaptiveAttackInput,
      required: true,
      description: 'The method and its parameters.',
    }),
    epsilons: t.floatList({
      description:
        'Radii of the ball, in input units, 1 to 32 of them; none for an attack that looks for the smallest perturbation.',
    }),
    quantization: t.field({
      type: QuantizationEnum,
      description: 'Whether the images are rounded to 8 bit before they are judged. Default FLOAT32.',
    }),
    allImages: t.boolean({
      description:
        'Whether all images of the sample are attacked, so that detectors can learn from the set; else its test images. Default false.',
    }),
  }),
});

const errors = { types: expectedErrors };

builder.mutationFields((t) => ({
  importDataset: t.prismaField({
    type: DatasetObject,
    description: 'Imports a data set.',
    errors,
    args: { input: t.arg({ type: ImportDatasetInput, required: true, description: 'What to import.' }) },
    resolve: (_query, _, { input }, context) =>
      importDataset(context, { ...input, projectId: input.projectId.id }),
  }),
  trainModel: t.prismaField({
    type: ModelObject,
    description: 'Trains a classifier.',
    errors,
    args: { input: t.arg({ type: TrainModelInput, required: true, description: 'What to train.' }) },
    resolve: (_query, _, { input }, context) =>
      trainModel(context, { ...input, datasetId: input.datasetId.id }),
  }),
  registerModel: t.prismaField({
    type: ModelObject,
    description:
      'Takes in an uploaded TF.js model: of layers, or in graph format, for attacks that ask for no gradients and for scoring.',
    errors,
    args: { input: t.arg({ type: RegisterModelInput, required: true, description: 'What to take in.' }) },
    resolve: (_query, _, { input }, context) =>
      registerModel(context, {
        ...input,
        datasetId: input.datasetId.id,
        modelJsonUploadId: input.modelJson,
        weightUploadIds: input.weights,
      }),
  }),
  drawSample: t.prismaField({
    type: SampleObject,
    description: 'Draws correctly classified images for a study.',
    errors,
    args: { input: t.arg({ type: DrawSampleInput, required: true, description: 'What to draw.' }) },
    resolve: (_query, _, { input }, context) => drawSample(context, { ...input, modelId: input.modelId.id }),
  }),
  launchAttack: t.prismaField({
    type: AttackSetObject,
    description: 'Attacks all images of a sample.',
    errors,
    args: { input: t.arg({ type: LaunchAttackInput, required: true, description: 'Which attack.' }) },
    resolve: (_query, _, { input }, context) =>
      launchAttack(context, { ...input, sampleId: input.sampleId.id }),
  }),
  launchAdaptiveAttack: t.prismaField({
    type: AttackSetObject,
    description: 'Attacks a classifier together with a detector that the attacker knows.',
    errors,
    args: {
      input: t.arg({ type: LaunchAdaptiveAttackInput, required: true, description: 'Which attack on what.' }),
    },
    resolve: (_query, _, { input }, context) =>
      launchAdaptiveAttack(context, {
        ...input,
        detectorId: input.detectorId.id,
        surrogateId: input.surrogateId?.id,
      }),
  }),
  buildReferenceSet: t.prismaField({
    type: ReferenceSetObject,
    description: 'Keeps the activations of a model’s own training images.',
    errors,
    args: { input: t.arg({ type: BuildReferenceSetInput, required: true, description: 'Of what.' }) },
    resolve: (_query, _, { input }, context) =>
      buildReferenceSet(context, { ...input, modelId: input.modelId.id }),
  }),
  fitDetector: t.prismaField({
    type: DetectorObject,
    description: 'Fits a detector.',
    errors,
    args: { input: t.arg({ type: FitDetectorInput, required: true, description: 'Which detector.' }) },
    resolve: (_query, _, { input }, context) =>
      fitDetector(context, {
        ...input,
        referenceSetId: input.referenceSetId.id,
        sampleId: input.sampleId.id,
        trainOn: (input.trainOn ?? []).map(({ id }) => id),
      }),
  }),
  evaluateDetector: t.prismaField({
    type: EvaluationObject,
    description: 'Judges a detector on held-out images, errors, attacks and controls.',
    errors,
    args: {
      input: t.arg({ type: EvaluateDetectorInput, required: true, description: 'Which, and on what.' }),
    },
    resolve: (_query, _, { input }, context) =>
      evaluateDetector(context, {
        ...input,
        detectorId: input.detectorId.id,
        attackSetIds: input.attackSetIds.map(({ id }) => id),
      }),
  }),
  sweepLayers: t.prismaField({
    type: LayerSweepObject,
    description: 'Judges the kNN score in every layer, with every preprocessing, weighting and k.',
    errors,
    args: { input: t.arg({ type: SweepLayersInput, required: true, description: 'Of what.' }) },
    resolve: (_query, _, { input }, context) =>
      sweepLayers(context, {
        ...input,
        referenceSetId: input.referenceSetId.id,
        sampleId: input.sampleId.id,
        attackSetIds: input.attackSetIds.map(({ id }) => id),
      }),
  }),
  recountLayers: t.prismaField({
    type: LayerSweepObject,
    description: 'Judges other k from the neighbors that a layer sweep has kept: nothing is looked up again.',
    errors,
    args: { input: t.arg({ type: RecountLayersInput, required: true, description: 'Which k.' }) },
    resolve: (_query, _, { input }, context) =>
      recountLayers(context, { ...input, layerSweepId: input.layerSweepId.id }),
  }),
}));
