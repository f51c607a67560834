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

/** Columns of an attack's trace, and of that of an attack on a detector. */
export const traceColumns = ['loss', 'success'] as const;
/** As above, with the share that also passes the detector. */
export const stepColumns = ['loss', 'success', 'evaded'] as const;

type Columns<Name extends string> = Readonly<Record<Name, Float32Array>>;

/** The traces of all budgets as one npy file `[budgets, steps, columns]`; shorter ones go on with their last value. */
export function writeTraces<Name extends string>(
  traces: readonly Columns<Name>[],
  names: readonly Name[],
): Uint8Array {
  const steps = Math.max(0, ...traces.flatMap((trace) => names.map((name) => trace[name].length)));
  const data = traces.flatMap((trace) =>
    Array.from({ length: steps }, (_, step) =>
      names.map((name) => trace[name][Math.min(step, trace[name].length - 1)] ?? 0),
    ).flat(),
  );
  return writeNpy('float32', [traces.length, steps, names.length], Float32Array.from(data));
}

/** The traces of all budgets from their file. @throws {FormatError} */
export function readTraces<Name extends string>(bytes: Uint8Array, names: readonly Name[]): Columns<Name>[] {
  const {
    shape: [budgets = 0, steps = 0],
    data,
  } = readNpy(bytes);
  return Array.from({ length: budgets }, (_, budget) => {
    const column = (of: number) =>
      Float32Array.from(
        { length: steps },
        (_, step) => data[(budget * steps + step) * names.length + of] ?? 0,
      );
    return Object.fromEntries(names.map((name, of) => [name, column(of)])) as Columns<Name>; // one entry a name
  });
}
