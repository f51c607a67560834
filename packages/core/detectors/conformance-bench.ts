import type { Features } from '../activations/features';
import type { Context } from '../context';
import { parseParameters } from '../method';
import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { classes, imagesOf, logitsOf, model, rowImages } from './conformance-images';
import type { Detector } from './define-detector';
import { learnsFromAttacks } from './learns-from-attacks';
import type { LabeledQueries, Queries } from './queries';
import type { ReferenceSet } from './reference-set';

const layers = { shallow: 5, deep: 4 };
const perClass = 20;

/** Points around one center a class; `toward` moves them from the center of their class to that of the next. */
function featuresOf(labels: Int32Array, { seed, toward = 0 }: { seed: number; toward?: number }) {
  return new Map(
    Object.entries(layers).map(([layer, dimensions]) => {
      const random = seededRandom(splitSeed(seed, layer));
      const center = (label: number, at: number) => (label % classes === at % classes ? 2 : 0.5);
      const data = Float32Array.from({ length: labels.length * dimensions }, (_, index) => {
        const [label, at] = [labels[Math.floor(index / dimensions)] ?? 0, index % dimensions];
        const from = (1 - toward) * center(label, at) + toward * center(label + 1, at);
        return from + 0.2 * random.normal();
      });
      return [layer, { data, dimensions }] as const;
    }),
  );
}

const labels = Int32Array.from({ length: classes * perClass }, (_, row) => row % classes);

/** Features of the made-up training images. */
export const reference: ReferenceSet = (() => {
  const features = featuresOf(labels, { seed: 1 });
  const of = (layer: string) => features.get(layer) ?? { data: new Float32Array(0), dimensions: 1 };
  const half = (labels.length / 2) | 0;
  return {
    rows: labels.length,
    classes,
    layers: Object.keys(layers),
    labels,
    dimensions: (layer) => of(layer).dimensions,
    chunks: (layer) => {
      const { data, dimensions } = of(layer);
      return [data.subarray(0, half * dimensions), data.subarray(half * dimensions)].map((part) => ({
        data: part,
        dimensions,
      }));
    },
    // The first member of each class stands for it: what makes a good point is not in question here.
    representatives: (layer) => ({
      data: of(layer).data.subarray(0, classes * of(layer).dimensions),
      dimensions: of(layer).dimensions,
    }),
  };
})();

/** Half authentic, half moved to the next class, as which they are then predicted. */
function labeledQueries(seed: number): LabeledQueries {
  const authentic = featuresOf(labels, { seed });
  const moved = featuresOf(labels, { seed: seed + 1, toward: 0.6 });
  const features = [...authentic].map(([layer, { data, dimensions }]) => {
    const joined = new Float32Array(2 * data.length);
    joined.set(data);
    joined.set(moved.get(layer)?.data ?? [], data.length);
    return [layer, { data: joined, dimensions }] as const;
  });
  const images = new Float32Array([
    ...imagesOf(labels, { seed: seed + 2 }),
    ...imagesOf(labels, { seed: seed + 3, toward: 0.6 }),
  ]);
  return {
    rows: 2 * labels.length,
    features: new Map(features),
    logits: { data: logitsOf(images), dimensions: classes },
    images: rowImages(images),
    predicted: Int32Array.from([...labels, ...labels.map((label) => (label + 1) % classes)]),
    groups: [...Array.from(labels, () => 'authentic'), ...Array.from(labels, () => 'attack')],
    originals: Int32Array.from({ length: 2 * labels.length }, (_, row) => row % labels.length),
  };
}

/** What is learned from. */
export const [train, validation] = [labeledQueries(10), labeledQueries(20)];
const calibration = rowsOf(labeledQueries(40), labels.length);

/** What is scored: half authentic, half attacked. */
export const test = labeledQueries(30);

/** What these few rows allow, where the method's own defaults are for real data; the rest stays at its default. */
function parameters(detector: Detector): Record<string, unknown> {
  const small = { layer: 'deep', k: 10, minibatch: 40, epochs: 4, batchSize: 24, learningRate: 0.01 };
  const known = Object.entries(small).filter(([name]) => name in detector.params.shape);
  return parseParameters(detector, Object.fromEntries(known));
}

/** Fits a detector on the made-up rows. */
export async function fit(detector: Detector, context: Partial<Context> = {}): Promise<unknown> {
  const { needs } = detector;
  const given = parameters(detector);
  const data = {
    reference,
    ...(learnsFromAttacks(detector, given) && { train, validation }),
    ...(needs.calibration && { calibration }),
    ...(needs.model && { model }),
  };
  return detector.fit(data, given, { seed: 7, ...context });
}

/** Scores rows with a fitted detector. */
export async function score(
  detector: Detector,
  state: unknown,
  queries: Queries = test,
  { reference: against = reference, ...context }: Partial<Context> & { reference?: ReferenceSet } = {},
) {
  return detector.score(
    state,
    { reference: against, queries, ...(detector.needs.model && { model }) },
    { seed: 7, ...context },
  );
}

/** The reference set, of which no row and no point can be had. */
export const withoutRows: ReferenceSet = {
  ...reference,
  chunks: () => {
    throw new Error('rows were looked up');
  },
  representatives: () => {
    throw new Error('points were looked up');
  },
};

/** Scores of a freshly fitted detector. */
export async function fitAndScore(detector: Detector) {
  return score(detector, await fit(detector));
}

/** The first rows. */
export function rowsOf({ features, logits, predicted, images }: Queries, rows: number): Queries {
  const first = ({ data, dimensions }: Features) => ({ data: data.slice(0, rows * dimensions), dimensions });
  return {
    rows,
    features: new Map([...features].map(([layer, values]) => [layer, first(values)])),
    logits: first(logits),
    predicted: predicted.slice(0, rows),
    ...(images && { images }),
  };
}

/** The same rows, the first value of each layer not a number. */
export function withNotANumber(queries: Queries): Queries {
  const broken = [...queries.features].map(([layer, values]) => [layer, brokenFeatures(values)] as const);
  return { ...queries, features: new Map(broken) };
}

/** The same rows, the first logit and the first value of the first image not a number. */
export function withBrokenOutputs(queries: Queries): Record<'logits' | 'images', Queries> {
  const { images } = queries;
  const read = async (rows: ArrayLike<number>) =>
    brokenFeatures({ data: (await images?.read(rows)) ?? new Float32Array(0), dimensions: 1 }).data;
  return {
    logits: { ...queries, logits: brokenFeatures(queries.logits) },
    images: { ...queries, ...(images && { images: { ...images, read } }) },
  };
}

function brokenFeatures({ data, dimensions }: Features): Features {
  const copy = data.slice();
  copy[0] = Number.NaN;
  return { data: copy, dimensions };
}

/** Rows as a soft score reads them: features and logits as tensors, which the caller disposes. */
export async function differentiableInputs({ features, logits, images, rows }: Queries) {
  const matrix = ({ data, dimensions }: Features) =>
    tf.tensor2d(data, [data.length / dimensions, dimensions]);
  const values = (await images?.read(Array.from({ length: rows }, (_, row) => row))) ?? [];
  return {
    features: new Map([...features].map(([layer, of]) => [layer, matrix(of)])),
    logits: matrix(logits),
    images: tf.tensor4d(Float32Array.from(values), [rows, ...model.inputShape]),
  };
}
