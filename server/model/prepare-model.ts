import { CoreError } from '@fiducial/core/errors';
import {
  type Classifier,
  deserializeModel,
  graphClassifier,
  graphTaps,
  keepClasses,
  layerTaps,
  serializeModel,
} from '@fiducial/core/models';
import type { tf } from '@fiducial/core/tensors';
import {
  cutGraphSoftmax,
  fixGraphInput,
  keepGraphClasses,
  modelFormat,
  type Normalization,
  normalizeGraphInput,
  normalizeInput,
  readGraphModel,
  readLayersModel,
  writeGraphModel,
} from '@fiducial/formats';
import { compiledClassifier } from './compiled-classifier';

/** What a registration says of a model beside its files. */
export interface Preparation {
  readonly bounds: readonly [number, number];
  readonly normalization?: Normalization | undefined;
  /** None means all outputs. */
  readonly outputClasses: readonly number[];
  /** `[h, w, c]` of the data set. */
  readonly imageShape: readonly number[];
}

/** A model as it is kept, and ready to be asked. */
export interface PreparedModel {
  readonly modelJson: string;
  readonly weightData: Uint8Array;
  readonly model: Classifier;
  /** Taps that are usual for such a network; empty where nothing tells. */
  readonly usualTaps: readonly string[];
}

/**
 * An uploaded model of either format, checked by our own schema before TF.js sees it, with its normalization in front and
 * the classes of the data set at its end: what is kept needs nothing beside it.
 *
 * @throws {FormatError} @throws {CoreError} `MODEL_FORMAT` in TensorFlow.js' words where it finds more than our schema did
 */
export function prepareModel(
  json: string,
  files: ReadonlyMap<string, Uint8Array>,
  preparation: Preparation,
): Promise<PreparedModel> {
  const prepare = modelFormat(json) === 'graph-model' ? prepareGraph : prepareLayers;
  return prepare(json, files, preparation);
}

async function prepareLayers(
  json: string,
  files: ReadonlyMap<string, Uint8Array>,
  { bounds, normalization, outputClasses }: Preparation,
): Promise<PreparedModel> {
  const checked = readLayersModel(json, files);
  const file = normalization ? normalizeInput(checked, normalization) : checked;
  let network: tf.LayersModel;
  try {
    network = await deserializeModel(file);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CoreError('MODEL_FORMAT', `model: TensorFlow.js cannot build it: ${words.slice(0, 500)}`);
  }
  const usualTaps = layerTaps(network);
  const kept = outputClasses.length > 0 ? keepClasses(network, outputClasses) : network;
  const serialized = await serializeModel(kept);
  return { ...serialized, model: await compiledClassifier(kept, bounds), usualTaps };
}

async function prepareGraph(
  json: string,
  files: ReadonlyMap<string, Uint8Array>,
  { bounds, normalization, outputClasses, imageShape }: Preparation,
): Promise<PreparedModel> {
  let file = fixGraphInput(cutGraphSoftmax(readGraphModel(json, files)), imageShape);
  if (normalization) file = normalizeGraphInput(file, normalization);
  const usualTaps = graphTaps(file);
  let model = await graphClassifier(file, bounds);
  if (outputClasses.length > 0) {
    const { classes } = model;
    model.dispose();
    const unknown = outputClasses.find((of) => of >= classes);
    if (unknown !== undefined)
      throw new CoreError('PARAMETERS', `outputClasses: expected classes below ${classes}, got ${unknown}`);
    file = keepGraphClasses(file, outputClasses);
    model = await graphClassifier(file, bounds);
  }
  return { ...writeGraphModel(file), model, usualTaps };
}
