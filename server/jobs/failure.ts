import { randomUUID } from 'node:crypto';

/** An error as it crosses processes: data, not an instance. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly stack?: string | undefined;
}

/** Why a run failed, in words for its owner. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  /** Stage in which it happened. */
  readonly step: string | null;
}

/** What follows from an error in a run. */
export type Verdict =
  | { readonly kind: 'cancelled' }
  /** The surroundings broke: worth another try. */
  | { readonly kind: 'broken'; readonly failure: RunFailure }
  /** The store is away, of which it is not the run's fault when it lasts: another try, however many there were. */
  | { readonly kind: 'storeAway'; readonly failure: RunFailure }
  /** Not enough memory: worth one more try. */
  | { readonly kind: 'memory'; readonly failure: RunFailure }
  /** The same would happen again. `logId` is set where the message says nothing but this id. */
  | { readonly kind: 'failed'; readonly failure: RunFailure; readonly logId?: string };

/** Errors whose message is meant for people and which the same input would cause again. */
const deterministic = new Set(['CoreError', 'FormatError', 'ArtifactDamagedError']);

/** Codes of system errors that come from the machine, with what to tell. */
const surroundings: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EIO: 'The disk reported an error.',
  EROFS: 'The disk cannot be written.',
  STORE_AWAY: 'The bucket of the store does not answer.',
  STORE_REFUSED: 'The bucket of the store does not let the worker in, or does not exist.',
  EMFILE: 'Too many files are open.',
  ENFILE: 'Too many files are open on this machine.',
};

/** Failures that come from around a run, or may be mended there: the same run may succeed when it is tried again. */
const retriable = new Set([
  ...Object.keys(surroundings),
  ...[
    'WORKER_LOST',
    'OUT_OF_MEMORY',
    'TOO_LARGE',
    'STOPPED',
    'SYSTEM',
    'INTERNAL',
    'ArtifactDamagedError',
    'ARTIFACT_DAMAGED',
  ],
]);

/** Whether a run that failed with this code may be queued again by its owner. */
export const isRetriable = (code: string): boolean => retriable.has(code);

/** Judges an error that the task threw. */
export function judgeError(error: ErrorData, step: string | null): Verdict {
  // Cancelling and giving back are decided by the worker, which then asks nobody how the child ended.
  if (error.name === 'CancelledError') return stoppedFromOutside(step);
  if (deterministic.has(error.name)) {
    return { kind: 'failed', failure: { code: error.code ?? error.name, message: error.message, step } };
  }
  const words = error.code ? surroundings[error.code] : undefined;
  if (words && error.code === 'STORE_AWAY')
    return { kind: 'storeAway', failure: { code: error.code, message: words, step } };
  if (words) return { kind: 'broken', failure: { code: error.code ?? 'SYSTEM', message: words, step } };
  if (/allocation failed|bad_alloc|OOM when allocating|Array buffer allocation/i.test(error.message)) {
    return outOfMemory(step);
  }
  return internal(step);
}

/** Judges a child that ended without a word. 134 and 137 are what a shell makes of SIGABRT and SIGKILL. */
export function judgeExit(code: number | null, signal: NodeJS.Signals | null, step: string | null): Verdict {
  if (signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134 || code === 137) return outOfMemory(step);
  if (signal === 'SIGTERM' || signal === 'SIGINT' || signal === 'SIGHUP') return stoppedFromOutside(step);
  return internal(step);
}

/** As when the system shuts down and sends its signal to every process at once. */
function stoppedFromOutside(step: string | null): Verdict {
  const message = 'The computation was stopped by the system, or by somebody on its machine.';
  return { kind: 'broken', failure: { code: 'STOPPED', message, step } };
}

function outOfMemory(step: string | null): Verdict {
  const message =
    'The computation ran out of memory. Use fewer or smaller images, or a machine with more memory.';
  return { kind: 'memory', failure: { code: 'OUT_OF_MEMORY', message, step } };
}

function internal(step: string | null): Verdict {
  const logId = randomUUID();
  return { kind: 'failed', logId, failure: { code: 'INTERNAL', message: `Internal error ${logId}`, step } };
}

/** An error as data. */
export function errorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  // `code` is no part of Error, but of system errors and of our own.
  const { code } = error as { code?: unknown };
  const { name, message, stack } = error;
  return { name, message, stack, code: typeof code === 'string' ? code : undefined };
}
