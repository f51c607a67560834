/** What went wrong inside the science: always deterministic, so never worth a retry. */
export type CoreErrorCode =
  | 'SHAPE'
  | 'BOUNDS'
  | 'MODEL_FORMAT'
  | 'DEGENERATE_DATA'
  | 'NOT_A_NUMBER'
  | 'PARAMETERS';

/** A failure that the same input would cause again. `message` says *what: expected X, got Y*. */
export class CoreError extends Error {
  override readonly name = 'CoreError';
  constructor(
    readonly code: CoreErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Thrown between two steps once the run was cancelled. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('The run was cancelled.');
  }
}
