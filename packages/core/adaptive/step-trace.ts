/** One iterate of a batch, row by row. */
export interface RecordedStep {
  /** Number of the iterate, from 0: the clean images, or the first point of the attack. */
  readonly step: number;
  /** What the attacker wants to be small, at this iterate, `[n]`. */
  readonly loss: Float32Array;
  /** 1 where some iterate up to this one is misclassified as wanted, `[n]`. */
  readonly success: Uint8Array;
  /** 1 where some misclassified iterate up to this one has an exact score at or below the threshold, `[n]`. */
  readonly evaded: Uint8Array;
}

/** Takes notes of the iterates of an attack. */
export type StepRecorder = (step: RecordedStep) => void;

/** How an attack on a detector went, iterate by iterate: means over all images. */
export interface StepTrace {
  /** Hinge of the classifier, in logits, plus that of the soft score, in deviations of authentic scores, `[steps]`. */
  readonly loss: Float32Array;
  /** Share of the images for which some iterate up to this one is misclassified, `[steps]`. */
  readonly success: Float32Array;
  /** Share for which some misclassified iterate up to this one also passes the exact detector at 5 %, `[steps]`. */
  readonly evaded: Float32Array;
}

/** Sums over some images, iterate by iterate: what can be kept of a batch and added later. */
export type StepSums = readonly {
  readonly rows: number;
  readonly loss: number;
  readonly success: number;
  readonly evaded: number;
}[];

/** Sums up the notes of all batches, in their order; every batch makes as many steps. */
export interface StepNotes {
  /** Takes notes of the batch under attack. */
  readonly record: StepRecorder;
  /** The notes since the last time, which count only once they are added. */
  readonly take: () => StepSums;
  /** Adds the notes of one batch. */
  readonly add: (sums: StepSums) => void;
  /** The means over all images whose notes were added. */
  readonly read: () => StepTrace;
}

/** No notes yet. */
export function stepRecorder(): StepNotes {
  const totals: StepSums[number][] = [];
  let batch: StepSums[number][] = [];
  const plus = (sums: StepSums[number][], step: number, more: StepSums[number]) => {
    const { rows, loss, success, evaded } = sums[step] ?? { rows: 0, loss: 0, success: 0, evaded: 0 };
    sums[step] = {
      rows: rows + more.rows,
      loss: loss + more.loss,
      success: success + more.success,
      evaded: evaded + more.evaded,
    };
  };
  const mean = (of: 'loss' | 'success' | 'evaded') =>
    Float32Array.from(totals, (sums) => sums[of] / sums.rows);
  return {
    record: ({ step, loss, success, evaded }) =>
      plus(batch, step, { rows: loss.length, loss: sum(loss), success: sum(success), evaded: sum(evaded) }),
    take: () => {
      const taken = batch;
      batch = [];
      return taken;
    },
    add: (sums) => {
      for (const [step, more] of sums.entries()) plus(totals, step, more);
    },
    read: () => ({ loss: mean('loss'), success: mean('success'), evaded: mean('evaded') }),
  };
}

function sum(values: Float32Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
