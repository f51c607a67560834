import type { Features } from '@fiducial/core/activations';
import type { LabeledQueries, RowImages } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';
import type { Classifier } from '@fiducial/core/models';
import { attackParams } from '../attack-set/attack-results';
import { budgetsOf } from '../attack-set/budgets';
import { findAttackMethod } from '../attack-set/find-attack-method';
import { features, floats, indices, integers, octets, pickRows, stackRows } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { sampleParams } from './draw-sample.task';
import { type ImageRows, imageRows, readImages } from './image-rows';

/** A part of a sample, split by image: two for fitting, one for judging. */
export type Partition = 'train' | 'validation' | 'test';

/** Rows of a sample or of an attack set: features, logits and predictions in row order. */
interface Rows {
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
  readonly features: ReadonlyMap<string, Features>;
  readonly logits: Features;
  readonly images: ImageRows;
}

/** A sample as tasks read it: rows are its correctly classified images. */
export interface ReadSample extends Rows {
  /** Item of the data set that each row is. */
  readonly items: Uint32Array;
  /** Rows of a partition. */
  readonly partition: (name: Partition) => number[];
  /** Misclassified images, kept apart; null when there is none. */
  readonly errors: (Rows & { readonly items: Uint32Array }) | null;
}

/** An attack set as tasks read it: row `e * images + i` is its image i at budget e; `attackedRow` finds those of a sample. */
export interface ReadAttackSet extends Rows {
  readonly attack: string;
  readonly control: boolean;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
  /** All images of the sample, or the last of them, which are its test partition. */
  readonly imagesPerBudget: number;
  readonly success: Uint8Array;
}

/** The row of an attack set that is an image of its sample at a budget, both by number. */
export function attackedRow(
  { imagesPerBudget }: Pick<ReadAttackSet, 'imagesPerBudget'>,
  { items }: Pick<ReadSample, 'items'>,
  { budget, image }: { budget: number; image: number },
): number {
  return budget * imagesPerBudget + image - (items.length - imagesPerBudget);
}

/** Reads a sample of a data set with the features of the given layers. */
export async function readSample(
  run: InputRun,
  { dataset, layers }: { dataset: InputRun; layers: readonly string[] },
): Promise<ReadSample> {
  const sizes = sampleParams.parse(run.params);
  const first = { train: 0, validation: sizes.train, test: sizes.train + sizes.validation };
  const hasErrors = run.artifacts.has('errors/items');
  const group = async (prefix: string) => {
    const items = await indices(run, `${prefix}items`);
    return { ...(await readRows(run, prefix, layers)), items, images: imageRows(dataset, items) };
  };
  return {
    ...(await group('')),
    partition: (name) => Array.from({ length: sizes[name] }, (_, row) => first[name] + row),
    errors: hasErrors ? await group('errors/') : null,
  };
}

/** Reads an attack set with the features of the given layers. */
export async function readAttackSet(run: InputRun, layers: readonly string[]): Promise<ReadAttackSet> {
  const { attack, epsilons } = attackParams.parse(run.params);
  const control = findAttackMethod(attack)?.control ?? false;
  const success = await octets(run, 'success');
  const budgets = budgetsOf(epsilons);
  return {
    ...(await readRows(run, '', layers)),
    images: imageRows(run),
    attack,
    control,
    epsilons: budgets,
    imagesPerBudget: success.length / budgets.length,
    success,
  };
}

async function readRows(
  run: InputRun,
  prefix: string,
  layers: readonly string[],
): Promise<Omit<Rows, 'images'>> {
  if (!run.artifacts.has(`${prefix}logits`))
    throw new CoreError(
      'SHAPE',
      'logits: expected them with the sample and the attack sets, got one made before they were kept; launch its run again',
    );
  const read = new Map<string, Features>();
  for (const layer of layers) read.set(layer, await features(run, `${prefix}features/${layer}`));
  return {
    predicted: await integers(run, `${prefix}predicted`),
    confidence: await floats(run, `${prefix}confidence`),
    features: read,
    logits: await features(run, `${prefix}logits`),
  };
}

/** Rows of one source that go into queries, with the group they belong to. */
export interface Picked {
  readonly from: Rows;
  readonly rows: readonly number[];
  readonly group: string;
  readonly originals: readonly number[];
}

/** What a detector is given of the rows that it reads. */
export interface Reading {
  readonly layers: readonly string[];
  /** Whose inputs the images are; null for a detector that does not look at images. */
  readonly images: Pick<Classifier, 'inputShape' | 'bounds'> | null;
}

/** Rows of several sources below one another, as detectors read them. */
export function gatherQueries(parts: readonly Picked[], { layers, images }: Reading): LabeledQueries {
  const stacked = layers.map((layer) => {
    const pieces = parts.map(({ from, rows }) => {
      const found = from.features.get(layer);
      if (!found) throw new Error(`features of ${layer} were not read`);
      return pickRows(found, rows);
    });
    return [layer, stackRows(pieces)] as const;
  });
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows.length, 0),
    features: new Map(stacked),
    logits: stackRows(parts.map(({ from, rows }) => pickRows(from.logits, rows))),
    ...(images && { images: gatherImages(parts, images) }),
    predicted: Int32Array.from(
      parts.flatMap(({ from, rows }) => rows.map((row) => from.predicted[row] ?? 0)),
    ),
    groups: parts.flatMap(({ rows, group }) => rows.map(() => group)),
    originals: Int32Array.from(parts.flatMap(({ originals }) => originals)),
  };
}

/** The images of the rows, read from their files when a detector asks for them. */
function gatherImages(
  parts: readonly Picked[],
  { inputShape: shape, bounds }: Pick<Classifier, 'inputShape' | 'bounds'>,
): RowImages {
  const places = parts.flatMap(({ from: { images }, rows }) =>
    rows.map((row) => ({ path: images.path, place: images.placeOf(row) })),
  );
  const size = shape[0] * shape[1] * shape[2];
  return {
    shape,
    read: async (rows) => {
      const wanted = Array.from(rows, (row) => places[row] ?? { path: '', place: -1 });
      return readImages(wanted, { size, bounds });
    },
  };
}
