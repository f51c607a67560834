import { CoreError } from '../errors';

/** A set of modified inputs that a sweep judges: an attack, over its successful adversarials, or a control, over what it leaves correctly classified. */
export interface SweptSet {
  readonly control: boolean;
}

/** The inputs of a sweep as columns of one length. Each partition is judged on its own. */
export interface SweptInputs {
  /** Class that the model gives, `[rows]`. */
  readonly predicted: Int32Array;
  /** Number of the partition, from 0, `[rows]`. */
  readonly partition: Uint8Array;
  /** 0 for an authentic input, 1 + s for one of set s, `[rows]`. */
  readonly group: Uint8Array;
}

/** What a sweep is over. */
export interface SweepPlan {
  readonly partitions: number;
  readonly sets: readonly SweptSet[];
  /** Ascending. */
  readonly ks: readonly number[];
}

/** One authentic input says nothing of a distribution: whatever its place, the AUC would look like a finding. */
export const leastAuthentic = 2;

/** @throws {CoreError} `PARAMETERS`, `SHAPE` for a sweep that cannot be */
export function checkSweep(
  { predicted, partition, group }: SweptInputs,
  { plan, k }: { plan: SweepPlan; k: number },
): void {
  const { ks, sets, partitions } = plan;
  if (!sets.some(({ control }) => !control))
    throw new CoreError('PARAMETERS', `sets: expected at least one attack, got ${sets.length} controls`);
  if (ks.length === 0) throw new CoreError('PARAMETERS', 'ks: expected at least one k, got none');
  ks.forEach((value, at) => {
    const least = at === 0 ? 1 : (ks[at - 1] ?? 0) + 1;
    if (!(Number.isInteger(value) && value >= least && value <= k))
      throw new CoreError(
        'PARAMETERS',
        `ks: expected ascending whole numbers from 1 to ${k} (the neighbors kept), got ${value} after ${ks[at - 1] ?? 'nothing'}`,
      );
  });
  if (partition.length !== predicted.length || group.length !== predicted.length)
    throw new CoreError(
      'SHAPE',
      `inputs: expected columns of one length, got ${predicted.length}, ${partition.length} and ${group.length}`,
    );
  if (partition.some((value) => value >= partitions) || group.some((value) => value > sets.length))
    throw new CoreError(
      'SHAPE',
      `inputs: expected ${partitions} partitions and ${sets.length} sets, got an input beyond them`,
    );
}
