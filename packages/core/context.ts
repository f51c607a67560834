import { CancelledError } from './errors';

/** What a long computation is given from outside: chance, a way to stop it, someone to tell. */
export interface Context {
  /** Seed of everything random. The same seed gives the same bits, whatever the batch size. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Share of a usual batch that is to be computed at once, where memory is short; 1 unless given. */
  readonly batchShare?: number;
  /** Called with work done so far, in units that the caller was told of. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called with one point of a curve, such as the loss of an epoch. */
  readonly onMetric?: (metric: MetricPoint) => void;
}

/** `done` of `total` `unit`s of a named stage. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** One point of a curve: `name` at `step` has `value`. */
export interface MetricPoint {
  readonly name: string;
  readonly step: number;
  readonly value: number;
}

/**
 * Lets the event loop turn, so that a cancellation can arrive, and throws when it has.
 * Synchronous kernels block the thread: call this between steps.
 *
 * @throws {CancelledError}
 */
export async function breathe(context: Context): Promise<void> {
  await nextTurn();
  if (context.signal?.aborted) throw new CancelledError();
}

/** Browsers, in which bundles are scored too, have no setImmediate. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/** The same context without anybody to tell: for a computation that is a small part of another one. */
export function quiet({ seed, signal, batchShare }: Context): Context {
  return { seed, ...(signal && { signal }), ...(batchShare !== undefined && { batchShare }) };
}
