import type { Features } from '../activations/features';
import { CoreError } from '../errors';
import { parseParameters } from '../method';
import * as bench from './conformance-bench';
import { model } from './conformance-images';
import type { Detector, FitData } from './define-detector';
import { learnsFromAttacks } from './learns-from-attacks';
import type { LabeledQueries, Queries } from './queries';
import type { ReferenceSet } from './reference-set';

/** What a detector is fitted to, asked for and given, before something is made wrong with it. */
interface Given extends Required<Pick<FitData, 'reference' | 'train' | 'validation'>> {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly queries: Queries;
}

type Change = (given: Given) => Given;

/** A reference set with other values in its rows, `[n, dimensions]` a layer; points follow the first of each class. */
function withRows(
  reference: ReferenceSet,
  rows: readonly number[],
  replaced: (value: number, at: number, dimensions: number, label: number) => number = (value) => value,
): ReferenceSet {
  const labels = Int32Array.from(rows, (row) => reference.labels[row] ?? 0);
  const of = (layer: string): Features => {
    const dimensions = reference.dimensions(layer);
    const all = Float32Array.from([...reference.chunks(layer)].flatMap(({ data }) => [...data]));
    const data = new Float32Array(rows.length * dimensions);
    rows.forEach((row, place) => {
      for (let at = 0; at < dimensions; at++)
        data[place * dimensions + at] = replaced(
          all[row * dimensions + at] ?? 0,
          at,
          dimensions,
          labels[place] ?? 0,
        );
    });
    return { data, dimensions };
  };
  return {
    ...reference,
    rows: rows.length,
    labels,
    chunks: (layer) => [of(layer)],
    representatives: (layer) => {
      const { data, dimensions } = of(layer);
      const points = new Float32Array(reference.classes * dimensions);
      for (let label = 0; label < reference.classes; label++) {
        const row = Math.max(0, labels.indexOf(label));
        points.set(data.subarray(row * dimensions, (row + 1) * dimensions), label * dimensions);
      }
      return { data: points, dimensions };
    },
  };
}

/** Rows of queries picked, with everything that belongs to them. */
function picked(queries: LabeledQueries, wanted: (group: string, row: number) => boolean): LabeledQueries {
  const rows = queries.groups.flatMap((group, row) => (wanted(group, row) ? [row] : []));
  const of = ({ data, dimensions }: Features): Features => ({
    data: Float32Array.from(
      rows.flatMap((row) => [...data.subarray(row * dimensions, (row + 1) * dimensions)]),
    ),
    dimensions,
  });
  const { images } = queries;
  return {
    rows: rows.length,
    features: new Map([...queries.features].map(([layer, values]) => [layer, of(values)])),
    logits: of(queries.logits),
    predicted: Int32Array.from(rows, (row) => queries.predicted[row] ?? 0),
    groups: rows.map((row) => queries.groups[row] ?? ''),
    originals: Int32Array.from(rows, (row) => queries.originals[row] ?? 0),
    ...(images && {
      images: {
        shape: images.shape,
        read: (places: ArrayLike<number>) => images.read(Array.from(places, (place) => rows[place] ?? 0)),
      },
    }),
  };
}

/** Layers with every value the same. */
const constantFeatures = (queries: Queries) =>
  new Map(
    [...queries.features].map(([layer, { data, dimensions }]) => [
      layer,
      { data: data.map(() => 3), dimensions },
    ]),
  );

const all = Array.from({ length: bench.reference.rows }, (_, row) => row);
const learned = (change: (queries: LabeledQueries) => LabeledQueries): Change => {
  return (given) => ({ ...given, train: change(given.train), validation: change(given.validation) });
};
const compared = (change: (reference: ReferenceSet) => ReferenceSet): Change => {
  return (given) => ({ ...given, reference: change(given.reference) });
};

/** What may be wrong with data or parameters, by name. */
export const degenerate = {
  oneClass: compared((reference) => ({ ...reference, labels: reference.labels.map(() => 0) })),
  oneReferenceRow: compared((reference) => withRows(reference, [0])),
  moreThanThereAre: (given) => ({ ...given, parameters: { ...given.parameters, k: 61, minibatch: 61 } }),
  constantLayer: (given) => ({
    ...given,
    reference: withRows(given.reference, all, () => 3),
    train: { ...given.train, features: constantFeatures(given.train) },
    validation: { ...given.validation, features: constantFeatures(given.validation) },
    queries: { ...given.queries, features: constantFeatures(given.queries) },
  }),
  copiesOfOneImageAClass: compared((reference) =>
    withRows(reference, all, (_value, at, dimensions, label) => (at % dimensions === label ? 2 : 0.5)),
  ),
  oneAuthenticTrained: learned((queries) =>
    picked(queries, (group, row) => group !== 'authentic' || row === 0),
  ),
  oneAttackedTrained: learned((queries) =>
    picked(queries, (group, row) => group === 'authentic' || row === queries.rows - 1),
  ),
  noneAttackedTrained: learned((queries) => picked(queries, (group) => group === 'authentic')),
  noneAuthenticTrained: learned((queries) => picked(queries, (group) => group !== 'authentic')),
  notANumberInReference: compared((reference) =>
    withRows(reference, all, (value, at, _dimensions, label) =>
      at === 1 && label === 1 ? Number.NaN : value,
    ),
  ),
  notANumberInTraining: learned((queries) => ({ ...queries, ...bench.withNotANumber(queries) })),
  notANumberInQueries: (given) => ({ ...given, queries: bench.withNotANumber(given.queries) }),
} as const satisfies Readonly<Record<string, Change>>;

/** What may be wrong. */
export type Degenerate = keyof typeof degenerate;

/** What came of it: the words of a refusal, or scores. Anything that is neither a refusal nor numbers is thrown. */
export async function outcome(
  detector: Detector,
  wrong: Degenerate,
): Promise<{ refused: string } | { scores: Float32Array }> {
  const small = {
    layer: 'deep',
    k: 10,
    minibatch: 40,
    epochs: 2,
    batchSize: 24,
    units: 8,
    learningRate: 0.01,
  };
  const { reference, train, validation, queries, parameters } = degenerate[wrong]({
    reference: bench.reference,
    train: bench.train,
    validation: bench.validation,
    queries: bench.test,
    parameters: small,
  });
  const known = Object.entries(parameters).filter(([name]) => name in detector.params.shape);
  const given = parseParameters(detector, Object.fromEntries(known));
  const asked = detector.needs.model ? { model } : {};
  try {
    const state = await detector.fit(
      {
        reference,
        ...(learnsFromAttacks(detector, given) && { train, validation }),
        ...(detector.needs.calibration && { calibration: picked(train, (group) => group === 'authentic') }),
        ...asked,
      },
      given,
      { seed: 7 },
    );
    return { scores: (await detector.score(state, { reference, queries, ...asked }, { seed: 7 })).scores };
  } catch (error) {
    if (error instanceof CoreError) return { refused: error.message };
    throw error;
  }
}
