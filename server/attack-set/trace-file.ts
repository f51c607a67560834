import type { Trace } from '@fiducial/core/attacks';
import { readNpy, writeNpy } from '@fiducial/formats';

/** How an attack went on some rows. */
export interface RowsTrace {
  readonly rows: number;
  readonly trace: Trace;
}

/** Mean over all rows by step; rows that were asked about less often are counted on with their last value. */
export function joinTraces(parts: readonly RowsTrace[]): Trace {
  const steps = Math.max(0, ...parts.map(({ trace }) => trace.loss.length));
  const counted = parts.filter(({ trace }) => trace.loss.length > 0);
  const rows = counted.reduce((sum, part) => sum + part.rows, 0);
  const mean = (pick: (trace: Trace) => Float32Array) =>
    Float32Array.from(
      { length: steps },
      (_, step) =>
        counted.reduce((sum, { rows: own, trace }) => {
          const values = pick(trace);
          return sum + own * (values[Math.min(step, values.length - 1)] ?? 0);
        }, 0) / rows,
    );
  return { loss: mean(({ loss }) => loss), success: mean(({ success }) => success) };
}

/** The traces of all budgets as one npy file `[budgets, steps, 2]` of loss and success; shorter ones go on with their last value. */
export function writeTraces(traces: readonly Trace[]): Uint8Array {
  const steps = Math.max(0, ...traces.map(({ loss }) => loss.length));
  const data = new Float32Array(traces.length * steps * 2);
  traces.forEach(({ loss, success }, budget) => {
    for (let step = 0; step < steps; step++) {
      const at = Math.min(step, loss.length - 1);
      data.set([loss[at] ?? 0, success[at] ?? 0], (budget * steps + step) * 2);
    }
  });
  return writeNpy('float32', [traces.length, steps, 2], data);
}

/** @throws {FormatError} */
export function readTraces(bytes: Uint8Array): Trace[] {
  const {
    shape: [budgets = 0, steps = 0],
    data,
  } = readNpy(bytes);
  return Array.from({ length: budgets }, (_, budget) => {
    const column = (of: number) =>
      Float32Array.from({ length: steps }, (_, step) => data[(budget * steps + step) * 2 + of] ?? 0);
    return { loss: column(0), success: column(1) };
  });
}
