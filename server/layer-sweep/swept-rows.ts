import type { SweptInputs } from '@fiducial/core/sweep';
import {
  FormatError,
  type NamedTensor,
  readSafetensors,
  type TensorData,
  writeSafetensors,
} from '@fiducial/formats';
import { authenticRows } from '../detector/fit-detector.task';
import type { Partition, Picked, ReadAttackSet, ReadSample } from '../sample/read-sample';

/** The partitions that a sweep is judged on: settings are chosen on the first, and reported on the second. */
export const sweptPartitions = ['validation', 'test'] as const satisfies readonly Partition[];
/** One of `sweptPartitions`. */
export type SweptPartition = (typeof sweptPartitions)[number];

/**
 * What a sweep looks up, in order: of each partition the authentic images, then set by set and budget by budget the
 * successful adversarials made from them, or what a control leaves correctly classified.
 */
export function sweptRows(
  sample: ReadSample,
  sets: readonly ReadAttackSet[],
): { parts: Picked[]; inputs: SweptInputs } {
  const sources = sweptPartitions.flatMap((name, partition) => {
    const authentic = authenticRows(sample, name);
    const modified = sets.flatMap((from, set) =>
      from.epsilons.map((_, epsilon) => ({
        ...modifiedRows(from, { epsilon, sample, partition: name }),
        at: { partition, group: set + 1 },
      })),
    );
    return [{ ...authentic, at: { partition, group: 0 } }, ...modified];
  });
  const column = (pick: (source: (typeof sources)[number], row: number) => number) =>
    sources.flatMap((source) => source.rows.map((row) => pick(source, row)));
  return {
    parts: sources,
    inputs: {
      predicted: Int32Array.from(column(({ from }, row) => from.predicted[row] ?? 0)),
      partition: Uint8Array.from(column(({ at }) => at.partition)),
      group: Uint8Array.from(column(({ at }) => at.group)),
    },
  };
}

function modifiedRows(
  from: ReadAttackSet,
  { epsilon, sample, partition }: { epsilon: number; sample: ReadSample; partition: Partition },
): Picked {
  const images = sample.items.length;
  const rows = sample
    .partition(partition)
    .map((row) => epsilon * images + row)
    .filter((row) => (from.success[row] === 1) !== from.control);
  return { from, rows, group: from.attack, originals: rows.map((row) => sample.items[row % images] ?? 0) };
}

/** The columns as one safetensors file. */
export function writeSweptInputs({ predicted, partition, group }: SweptInputs): Uint8Array {
  const named = Object.entries({ predicted, partition, group }).map(([name, data]): [string, NamedTensor] => [
    name,
    { shape: [data.length], data },
  ]);
  return writeSafetensors(Object.fromEntries(named));
}

/** @throws {FormatError} when a column is missing or of another kind */
export function readSweptInputs(bytes: Uint8Array): SweptInputs {
  const { tensors } = readSafetensors(bytes);
  return {
    predicted: namedArray(tensors, 'predicted', Int32Array),
    partition: namedArray(tensors, 'partition', Uint8Array),
    group: namedArray(tensors, 'group', Uint8Array),
  };
}

/** A tensor of a file, by name and kind. @throws {FormatError} */
export function namedArray<A extends TensorData>(
  tensors: ReadonlyMap<string, NamedTensor>,
  name: string,
  kind: new (...args: never[]) => A,
): A {
  const data = tensors.get(name)?.data;
  if (data instanceof kind) return data;
  throw new FormatError(`${name}: expected a tensor of ${kind.name}`);
}
