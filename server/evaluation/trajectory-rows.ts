import { inputGroups } from '@fiducial/core/metrics';
import { type InputShape, predictionOf } from './input';
import { type InputColumns, none } from './inputs-file';

/** Authentic inputs whose paths are drawn beside that of an input. */
const mostPaths = 20;
/** Authentic inputs of each class that show where it lies. */
const mostMembers = 10;

const authentic = inputGroups.indexOf('authentic');

/** Which other inputs are drawn with one, by their numbers. */
export interface TrajectoryRows {
  /** The unmodified input of the same original, where this one was modified. */
  readonly cleanTwin: number | null;
  /** Authentic inputs of the predicted class, the first ones. */
  readonly paths: readonly number[];
  /** Authentic inputs of each class that was asked for, in that order. */
  readonly members: readonly (readonly number[])[];
}

/** Chooses the inputs that an input is shown among: always the same ones. */
export function trajectoryRows(input: InputShape, classes: readonly number[]): TrajectoryRows {
  const { inputs, index } = input;
  const cleanTwin = cleanTwinOf(inputs, index);
  const byClass = new Map<number, number[]>();
  inputs.group.forEach((group, at) => {
    if (group !== authentic || at === index || at === cleanTwin) return;
    const label = inputs.predicted[at] ?? 0;
    const known = byClass.get(label) ?? [];
    if (known.length < mostPaths) byClass.set(label, [...known, at]);
  });
  return {
    cleanTwin,
    paths: byClass.get(predictionOf(input).classIndex) ?? [],
    members: classes.map((label) => (byClass.get(label) ?? []).slice(0, mostMembers)),
  };
}

function cleanTwinOf({ set, original }: InputColumns, index: number): number | null {
  const isUnmodified = (at: number) => set[at] === none;
  if (isUnmodified(index)) return null;
  const twin = original.findIndex((item, at) => item === original[index] && isUnmodified(at));
  return twin < 0 ? null : twin;
}
