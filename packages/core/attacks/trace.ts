import type { Tensor } from '@tensorflow/tfjs';
import type { Observer } from './counted-model';

/** How an attack went on a batch, query by query: means over the rows of the batch by number of the forward query. */
export interface Trace {
  /** Cross-entropy with the class to leave, or with a target to reach, `[steps]`. */
  readonly loss: Float32Array;
  /** Share of the rows for which some query up to this one was a success, `[steps]`. */
  readonly success: Float32Array;
  /** For each row of the batch, 1 at each place where a gradient was taken if it is a success itself, whatever came before. */
  readonly standing?: readonly Uint8Array[];
}

interface RowTrace {
  readonly loss: number[];
  readonly standing: number[];
  /** Number of the first query that was a success. */
  first: number;
}

/**
 * Watches the logits that an attack computes anyway: no query is made for it. Rows that were asked about less often than
 * others are counted on with their last value, as are rows that left the batch.
 */
export function traceRecorder(
  firstRow: number,
  { labels, targeted }: { labels: Int32Array; targeted: boolean },
): { observe: Observer; read: () => Trace } {
  const rows = Array.from(
    labels,
    (): RowTrace => ({ loss: [], standing: [], first: Number.POSITIVE_INFINITY }),
  );
  const observe = (asked: Int32Array, logits: Tensor, withGradient: boolean) => {
    const values = logits.dataSync();
    const classes = values.length / asked.length;
    asked.forEach((row, at) => {
      const trace = rows[row - firstRow];
      if (!trace) return;
      const own = values.subarray(at * classes, (at + 1) * classes);
      const label = labels[row - firstRow] ?? 0;
      const reached = own.indexOf(Math.max(...own)) === label;
      if (reached === targeted) trace.first = Math.min(trace.first, trace.loss.length);
      if (withGradient) trace.standing.push(Number(reached === targeted));
      trace.loss.push(crossEntropy(own, label));
    });
  };
  return {
    observe,
    read: () => ({
      ...meansOf(rows.filter(({ loss }) => loss.length > 0)),
      standing: rows.map(({ standing }) => Uint8Array.from(standing)),
    }),
  };
}

function crossEntropy(logits: ArrayLike<number> & Iterable<number>, label: number): number {
  const most = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  return most + Math.log(sum) - (logits[label] ?? Number.NaN);
}

function meansOf(rows: readonly RowTrace[]): Trace {
  const steps = rows.reduce((most, { loss }) => Math.max(most, loss.length), 0);
  const mean = (pick: (row: RowTrace) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  return {
    loss: Float32Array.from({ length: steps }, (_, step) =>
      mean(({ loss }) => loss[Math.min(step, loss.length - 1)] ?? 0),
    ),
    success: Float32Array.from({ length: steps }, (_, step) => mean(({ first }) => Number(first <= step))),
  };
}
