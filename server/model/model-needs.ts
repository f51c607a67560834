import { type Architecture, architectures } from '@fiducial/core/models';
import { datasetResults } from '../dataset/import-dataset.task';
import {
  activationValues,
  bytesOf,
  type KnownRun,
  type Need,
  type NeedPart,
  processPart,
  product,
} from '../estimate/need';
import { modelResults } from './measure-model';

/** Copies of all activations of a batch that a gradient step keeps alive: the tape, its gradient, copies. */
const gradientCopies = 6;
/** Images of one forward pass when a model is measured. */
const measuredBatch = 256;

/** The images of a data set, as they lie in memory. */
export const datasetPart = (inputs: KnownRun['inputs'], field?: string): NeedPart => ({
  what: 'the data set',
  bytes: bytesOf(inputs, 'dataset', 'images', 'labels'),
  ...(field && { field }),
});

/** A model: its file, its weights as tensors, and the compiled graph with them as constants. */
export const modelPart = (inputs: KnownRun['inputs']): NeedPart => ({
  what: 'the model',
  bytes: 4 * bytesOf(inputs, 'model', 'weights.bin', 'model.json'),
});

/** Activations of `images` in a forward pass, where layers are read and then freed one after another. */
export function forwardBytes(
  layers: readonly { readonly outputShape: readonly number[] }[],
  images: number,
): number {
  return 4 * 2 * images * activationValues(layers);
}

/** A model as it is known by its run. */
export const knownModel = (inputs: KnownRun['inputs']) => modelResults.parse(inputs.model?.results);

/** What training needs: the training images, a gradient step's activations, and the test images' batch by batch. */
export function trainNeed({
  params,
  inputs,
}: KnownRun<{ architecture: string; epochs: number; batchSize: number }>): Need {
  const { inputShape, classNames, splits } = datasetResults.parse(inputs.dataset?.results);
  const sizes = sizesOf(params.architecture, inputShape, classNames.length);
  const train = splits.find(({ name }) => name === 'train')?.count ?? 0;
  const batch = Math.min(params.batchSize, Math.max(train, 1));
  return {
    parts: [
      processPart('backend'),
      datasetPart(inputs, 'datasetId'),
      { what: 'weights, their gradient and the optimizer', bytes: 4 * 6 * sizes.weights },
      {
        what: `activations of a step of ${batch} images`,
        bytes: 4 * gradientCopies * batch * sizes.activations,
        field: `architecture.${params.architecture}.batchSize`,
      },
      { what: 'activations when it is measured', bytes: 4 * 2 * measuredBatch * sizes.activations },
    ],
    // Forward and back; a convolution of 3x3 multiplies some 9 times its input channels for each value.
    work: 3 * train * params.epochs * (sizes.activations * 200 + sizes.weights),
    workPerSecond: 25e9,
    like: params.architecture,
  };
}

function sizesOf(
  id: string,
  inputShape: readonly [number, number, number],
  classes: number,
): ReturnType<Architecture['sizes']> {
  const architecture = architectures.find((known) => known.id === id);
  if (!architecture) throw new Error(`no architecture is called ${id}`);
  return architecture.sizes(inputShape, classes);
}

/** What taking a model in needs: its files, its weights as tensors and as constants of the graph, and the test images. */
export function registerNeed({ inputs }: KnownRun): Need {
  const { splits } = datasetResults.parse(inputs.dataset?.results);
  const test = splits.find(({ name }) => name === 'test')?.count ?? 0;
  const files = bytesOf(inputs, 'upload', '');
  return {
    parts: [
      processPart('backend'),
      datasetPart(inputs, 'datasetId'),
      { what: 'the files, weights and the compiled graph', bytes: 5 * files, field: 'weights' },
    ],
    work: test * (files + 1),
    workPerSecond: 1e9,
    like: 'registered',
  };
}

/** Multiplications and additions of one image's forward pass, roughly: by its activations and weights. */
export function forwardWork(
  layers: readonly { readonly outputShape: readonly number[]; readonly parameters: number }[],
): number {
  return layers.reduce((sum, { outputShape, parameters }) => {
    const [places = 1, columns = 1] = outputShape.length === 3 ? outputShape : [1, 1];
    return sum + parameters * product([places, columns]) + product(outputShape);
  }, 0);
}
