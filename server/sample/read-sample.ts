import type { Features } from '@fiducial/core/activations';
import { attacks } from '@fiducial/core/attacks';
import type { LabeledQueries } from '@fiducial/core/detectors';
import { attackParams } from '../attack-set/attack-results';
import { budgetsOf } from '../attack-set/budgets';
import { features, floats, indices, integers, octets, pickRows, stackRows } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { sampleParams } from './draw-sample.task';

/** A part of a sample, split by image: two for fitting, one for judging. */
export type Partition = 'train' | 'validation' | 'test';

/** Rows of a sample or of an attack set: features and predictions in row order. */
interface Rows {
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
  readonly features: ReadonlyMap<string, Features>;
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

/** An attack set as tasks read it: row `e * n + i` is image i of the sample at budget e. */
export interface ReadAttackSet extends Rows {
  readonly attack: string;
  readonly control: boolean;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
  readonly success: Uint8Array;
}

/** Reads a sample with the features of the given layers. */
export async function readSample(run: InputRun, layers: readonly string[]): Promise<ReadSample> {
  const sizes = sampleParams.parse(run.params);
  const first = { train: 0, validation: sizes.train, test: sizes.train + sizes.validation };
  const hasErrors = run.artifacts.has('errors/items');
  return {
    ...(await readRows(run, '', layers)),
    items: await indices(run, 'items'),
    partition: (name) => Array.from({ length: sizes[name] }, (_, row) => first[name] + row),
    errors: hasErrors
      ? { ...(await readRows(run, 'errors/', layers)), items: await indices(run, 'errors/items') }
      : null,
  };
}

/** Reads an attack set with the features of the given layers. */
export async function readAttackSet(run: InputRun, layers: readonly string[]): Promise<ReadAttackSet> {
  const { attack, epsilons } = attackParams.parse(run.params);
  const control = attacks.find(({ id }) => id === attack)?.control ?? false;
  return {
    ...(await readRows(run, '', layers)),
    attack,
    control,
    epsilons: budgetsOf(epsilons),
    success: await octets(run, 'success'),
  };
}

async function readRows(run: InputRun, prefix: string, layers: readonly string[]): Promise<Rows> {
  const read = new Map<string, Features>();
  for (const layer of layers) read.set(layer, await features(run, `${prefix}features/${layer}`));
  return {
    predicted: await integers(run, `${prefix}predicted`),
    confidence: await floats(run, `${prefix}confidence`),
    features: read,
  };
}

/** Rows of one source that go into queries, with the group they belong to. */
export interface Picked {
  readonly from: Rows;
  readonly rows: readonly number[];
  readonly group: string;
  readonly originals: readonly number[];
}

/** Rows of several sources below one another, as detectors read them. */
export function gatherQueries(parts: readonly Picked[], layers: readonly string[]): LabeledQueries {
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
    predicted: Int32Array.from(
      parts.flatMap(({ from, rows }) => rows.map((row) => from.predicted[row] ?? 0)),
    ),
    groups: parts.flatMap(({ rows, group }) => rows.map(() => group)),
    originals: Int32Array.from(parts.flatMap(({ originals }) => originals)),
  };
}
