import { inputGroups } from '@fiducial/core/metrics';
import { authenticRows } from '../detector/fit-detector.task';
import { attackedRow, type Picked, type ReadAttackSet, type ReadSample } from '../sample/read-sample';
import { type InputColumns, none } from './inputs-file';

/** Everything that an evaluation scores, in order: authentic test images, errors, then set by set, epsilon by epsilon. */
export function collectInputs(
  sample: ReadSample,
  sets: readonly ReadAttackSet[],
  labels: Int32Array,
): { parts: Picked[]; columns: Omit<InputColumns, 'score'> } {
  const authentic = authenticRows(sample, 'test');
  const sources: Source[] = [{ ...authentic, kind: 'authentic', set: none, epsilon: none }];
  if (sample.errors) {
    const originals = [...sample.errors.items];
    const rows = originals.map((_, row) => row);
    sources.push({
      from: sample.errors,
      rows,
      group: 'error',
      originals,
      kind: 'error',
      set: none,
      epsilon: none,
    });
  }
  const { originals } = authentic;
  sets.forEach((from, set) => {
    from.epsilons.forEach((_, epsilon) => {
      const rows = sample
        .partition('test')
        .map((image) => attackedRow(from, sample, { budget: epsilon, image }));
      const kind = from.control ? 'control' : 'adversarial';
      sources.push({ from, rows, group: from.attack, originals, kind, set, epsilon, success: from.success });
    });
  });
  return { parts: sources, columns: columnsOf(sources, labels) };
}

interface Source extends Picked {
  readonly kind: (typeof inputGroups)[number];
  readonly set: number;
  readonly epsilon: number;
  readonly success?: Uint8Array;
}

function columnsOf(sources: readonly Source[], labels: Int32Array): Omit<InputColumns, 'score'> {
  const each = (pick: (source: Source, row: number, at: number) => number) =>
    sources.flatMap((source) => source.rows.map((row, at) => pick(source, row, at)));
  const original = Uint32Array.from(each(({ originals }, _, at) => originals[at] ?? 0));
  return {
    group: Uint8Array.from(each(({ kind }) => inputGroups.indexOf(kind))),
    set: Uint8Array.from(each(({ set }) => set)),
    epsilon: Uint8Array.from(each(({ epsilon }) => epsilon)),
    row: Uint32Array.from(each((_, row) => row)),
    original,
    predicted: Int32Array.from(each(({ from }, row) => from.predicted[row] ?? 0)),
    confidence: Float32Array.from(each(({ from }, row) => from.confidence[row] ?? 0)),
    label: Int32Array.from(original, (item) => labels[item] ?? 0),
    success: Uint8Array.from(each(({ success }, row) => success?.[row] ?? 0)),
  };
}
