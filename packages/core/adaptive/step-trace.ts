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

/** Sums up the notes of all batches; every batch makes as many steps. */
export function stepRecorder(): { record: StepRecorder; read: () => StepTrace } {
  const steps: { rows: number; loss: number; success: number; evaded: number }[] = [];
  const sum = (values: Float32Array | Uint8Array) => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };
  return {
    record: ({ step, loss, success, evaded }) => {
      const before = steps[step] ?? { rows: 0, loss: 0, success: 0, evaded: 0 };
      steps[step] = {
        rows: before.rows + loss.length,
        loss: before.loss + sum(loss),
        success: before.success + sum(success),
        evaded: before.evaded + sum(evaded),
      };
    },
    read: () => ({
      loss: Float32Array.from(steps, ({ loss, rows }) => loss / rows),
      success: Float32Array.from(steps, ({ success, rows }) => success / rows),
      evaded: Float32Array.from(steps, ({ evaded, rows }) => evaded / rows),
    }),
  };
}
