/** Bytes that are not what they claim to be. `message` says *what: expected X, got Y*; never worth a retry. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** Stable word for programs. */
  readonly code = 'FORMAT';
}
