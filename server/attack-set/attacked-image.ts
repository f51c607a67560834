import { readNpy } from '@fiducial/formats';
import { readParsed } from '../artifact/read-artifact';
import { itemLabels } from '../dataset/item-types';
import type { ApiContext } from '../graphql/context';
import type { PredictionShape } from '../image/image-types';
import { budgetsOf } from './budgets';

/** An attacked image with its clean twin. */
export interface AttackedImageShape {
  readonly row: number;
  readonly item: number;
  readonly label: number;
  readonly labelName: string;
  readonly epsilon: number | null;
  readonly success: boolean;
  readonly predictedBefore: PredictionShape;
  readonly predictedAfter: PredictionShape;
  readonly norms: { l0: number; l1: number; l2: number; linf: number };
  readonly runId: string;
  readonly datasetRunId: string;
  readonly shape: readonly number[];
  readonly bounds: readonly number[];
}

/** What all rows of an attack set share. */
export interface AttackSetContext {
  readonly runId: string;
  readonly sampleRunId: string;
  readonly datasetRunId: string;
  readonly classNames: readonly string[];
  readonly shape: readonly number[];
  readonly bounds: readonly number[];
  readonly epsilons: readonly (number | null)[];
  /** Images attacked at each budget, and the place in the sample of the first of them. */
  readonly images: number;
  readonly firstImage: number;
}

/** The place in its sample of the image that a row of an attack set is made from. */
export function imageOfRow({ images, firstImage }: AttackSetContext, row: number): number {
  return firstImage + (row % images);
}

/** A row of an attack set, read from the artifacts of its run, its sample and its data set. */
export async function readAttackedImage(
  context: ApiContext,
  set: AttackSetContext,
  row: number,
): Promise<AttackedImageShape> {
  const column = async (runId: string, name: string) =>
    (await readParsed(context, { runId, name }, readNpy)).data;
  const { runId, sampleRunId } = set;
  const items = await column(sampleRunId, 'items');
  const image = imageOfRow(set, row);
  const item = items[image] ?? 0;
  const label = (await itemLabels(context, set.datasetRunId))[item] ?? 0;
  const norms = await column(runId, 'norms');
  const prediction = async (of: string, at: number): Promise<PredictionShape> => {
    const classIndex = (await column(of, 'predicted'))[at] ?? 0;
    const confidence = (await column(of, 'confidence'))[at] ?? 0;
    return { classIndex, className: set.classNames[classIndex] ?? String(classIndex), confidence };
  };
  return {
    row,
    item,
    label,
    labelName: set.classNames[label] ?? String(label),
    epsilon: set.epsilons[Math.floor(row / set.images)] ?? null,
    success: (await column(runId, 'success'))[row] === 1,
    predictedBefore: await prediction(sampleRunId, image),
    predictedAfter: await prediction(runId, row),
    norms: {
      l0: norms[row * 4] ?? 0,
      l1: norms[row * 4 + 1] ?? 0,
      l2: norms[row * 4 + 2] ?? 0,
      linf: norms[row * 4 + 3] ?? 0,
    },
    runId,
    datasetRunId: set.datasetRunId,
    shape: set.shape,
    bounds: set.bounds,
  };
}

/** What must be loaded of an attack set before its rows can be read. */
export const attackSetInclude = { sample: true, model: { include: { dataset: true } } } as const;

/** What all rows share, from the records. */
export function attackSetContext(set: {
  runId: string;
  epsilons: number[];
  testOnly: boolean;
  sample: { runId: string; trainCount: number; validationCount: number; testCount: number };
  model: { bounds: number[]; dataset: { runId: string; classNames: string[]; inputShape: number[] } };
}): AttackSetContext {
  const { dataset, bounds } = set.model;
  const { trainCount, validationCount, testCount } = set.sample;
  const firstImage = set.testOnly ? trainCount + validationCount : 0;
  return {
    images: trainCount + validationCount + testCount - firstImage,
    firstImage,
    runId: set.runId,
    sampleRunId: set.sample.runId,
    datasetRunId: dataset.runId,
    classNames: dataset.classNames,
    shape: dataset.inputShape,
    bounds: bounds.length === 2 ? bounds : [0, 1],
    epsilons: budgetsOf(set.epsilons),
  };
}
