import { builder } from '../graphql/builder';

/** Where a picture comes from: an item of a data set, a row of an attack set, or what was changed in that row, magnified. */
export interface PictureSource {
  readonly of: 'dataset' | 'attack-set' | 'difference';
  readonly runId: string;
  readonly row: number;
  /** By how much a difference is magnified. */
  readonly factor?: number;
}

/** A picture that the API serves: `/images/...png`; `?scale=4` enlarges by whole pixels. */
export interface ImageRef {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly source: PictureSource;
}

/** The picture of an item of a data set. */
export function itemImage(datasetRunId: string, item: number, shape: readonly number[]): ImageRef {
  return imageFrom({ of: 'dataset', runId: datasetRunId, row: item }, shape);
}

/** The picture of a row of an attack set. */
export function attackedImage(runId: string, row: number, shape: readonly number[]): ImageRef {
  return imageFrom({ of: 'attack-set', runId, row }, shape);
}

/** The perturbation of a row of an attack set, magnified by `factor` around grey. */
export function differenceImage(
  runId: string,
  row: number,
  { shape, factor }: { shape: readonly number[]; factor: number },
) {
  return { ...imageFrom({ of: 'difference', runId, row, factor }, shape), factor };
}

function imageFrom(source: PictureSource, [height = 0, width = 0]: readonly number[]): ImageRef {
  const { of, runId, row, factor } = source;
  const query = factor === undefined ? '' : `?factor=${factor}`;
  return { url: `/images/${of}/${runId}/${row}.png${query}`, height, width, source };
}

/** A picture as the API describes it. */
export const ImageObject = builder.objectRef<ImageRef>('Image').implement({
  description: 'A picture that the server holds.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description: 'Its address; the argument scale (1 to 16) enlarges by whole pixels.',
    }),
    width: t.exposeInt('width', { description: 'Width in pixels.' }),
    height: t.exposeInt('height', { description: 'Height in pixels.' }),
  }),
});

/** A magnified difference as the API describes it. */
export const MagnifiedImage = builder
  .objectRef<ImageRef & { readonly factor: number }>('MagnifiedImage')
  .implement({
    description: 'A difference of two pictures, magnified around grey.',
    fields: (t) => ({
      url: t.exposeString('url', { description: 'Its address.' }),
      width: t.exposeInt('width', { description: 'Width in pixels.' }),
      height: t.exposeInt('height', { description: 'Height in pixels.' }),
      factor: t.exposeFloat('factor', { description: 'By how much the difference is magnified.' }),
    }),
  });

/** A class with the model's confidence in it. */
export interface PredictionShape {
  readonly classIndex: number;
  readonly className: string;
  readonly confidence: number;
}

/** A prediction as the API describes it. */
export const Prediction = builder.objectRef<PredictionShape>('Prediction').implement({
  description: 'What a model says of an input.',
  fields: (t) => ({
    classIndex: t.exposeInt('classIndex', { description: 'Number of the class.' }),
    className: t.exposeString('className', { description: 'Name of the class.' }),
    confidence: t.exposeFloat('confidence', { description: 'Softmax probability of the class, 0 to 1.' }),
  }),
});

/** The four norms of a perturbation as the API describes it. */
export const Norms = builder
  .objectRef<{ l0: number; l1: number; l2: number; linf: number }>('Norms')
  .implement({
    description: 'Sizes of a perturbation, in input units.',
    fields: (t) => ({
      l0: t.exposeFloat('l0', { description: 'Number of values changed.' }),
      l1: t.exposeFloat('l1', { description: 'Sum of absolute changes.' }),
      l2: t.exposeFloat('l2', { description: 'Euclidean length.' }),
      linf: t.exposeFloat('linf', { description: 'Greatest change of one value.' }),
    }),
  });
