import { setTimeout as sleep } from 'node:timers/promises';
import { putStaged } from './put-staged';
import type { ArtifactStore } from './store';
import { StoreAwayError, StoreRefusedError } from './store-away';

/** How long something is tried while the store cannot be used. */
export interface Patience {
  /** While it is away, in milliseconds. */
  readonly awayMs: number;
  /** While it lets nobody in. */
  readonly refusedMs: number;
  /** Ends the waiting: what is under way then has 5 s more. */
  readonly signal?: AbortSignal;
  /** Something failed for the store's sake, and is tried again or given up. */
  readonly onAway?: (error: StoreAwayError) => void;
  /** Something worked. */
  readonly onThere?: () => void;
}

/** Whoever waited for the store was told to stop. */
export class StoreWaitStoppedError extends Error {
  override readonly name = 'StoreWaitStoppedError';
}

const firstPauseMs = 250;
const longestPauseMs = 3000;
/** How long what is under way may still take once waiting is to end. */
const graceMs = 5000;

/**
 * A store that tries again what fails because it is away or lets nobody in, but for lists, which may be long.
 *
 * Its methods throw {@link StoreWaitStoppedError} when the waiting was ended, and the store's own error when patience ends.
 */
export function patientStore(store: ArtifactStore, patience: Patience): ArtifactStore {
  const patient =
    <A extends unknown[], T>(work: (...given: A) => Promise<T>) =>
    (...given: A): Promise<T> =>
      patiently(() => work(...given), patience);
  const adopt = patient(store.adopt);
  return {
    ...store,
    adopt,
    // The bytes come once: they are staged, and only what comes after is tried again.
    put: (chunks, expected) => putStaged({ folder: store.folder, adopt }, chunks, expected),
    has: patient(store.has),
    open: patient(store.open),
    read: patient(store.read),
    readRange: patient(store.readRange),
    lend: patient(store.lend),
    check: patient(store.check),
    size: patient(store.size),
    remove: patient(store.remove),
    clearUnfinished: patient(store.clearUnfinished),
    checkpoints: patient(store.checkpoints),
    sharedCheckpointRuns: patient(store.sharedCheckpointRuns),
    clearStaging: patient(store.clearStaging),
  };
}

async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { awayMs, refusedMs, signal, onAway, onThere } = patience;
  const begun = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      const done = await withGrace(work(), signal);
      onThere?.();
      return done;
    } catch (error) {
      if (!(error instanceof StoreAwayError)) throw error;
      onAway?.(error);
      if (signal?.aborted) throw new StoreWaitStoppedError('Told to stop.', { cause: error });
      const limitMs = error instanceof StoreRefusedError ? refusedMs : awayMs;
      if (performance.now() - begun + pauseMs > limitMs) throw error;
      await sleep(pauseMs, undefined, signal && { signal }).catch(() => {
        throw new StoreWaitStoppedError('Told to stop.', { cause: error });
      });
    }
  }
}

/** Waits for `work`, but once `signal` is given, not longer than the grace. */
async function withGrace<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(new StoreWaitStoppedError('Told to stop.')), graceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
