import type { z } from 'zod';

/** A failure that the one who asks can mend. `message` says *what: expected X, got Y*, and may be shown as it is. */
export class UserError extends Error {}

/** A value is not as expected. */
export class InvalidInputError extends UserError {
  override readonly name = 'InvalidInputError';
  /** Where the value stands, such as `params.epsilons.0`. */
  readonly field: string | undefined;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  constructor(message: string, place: { field?: string; expected?: string; received?: string } = {}) {
    super(message);
    this.field = place.field;
    this.expected = place.expected;
    this.received = place.received;
  }
}

/** The first mistake that a schema found, as the failure of an input; `place` is where what it checked stands. */
export function invalidInput({ issues: [issue] }: z.ZodError, ...place: string[]): InvalidInputError {
  const field = [...place, ...(issue?.path ?? [])].join('.');
  return new InvalidInputError(`${field}: ${issue?.message ?? 'not as expected'}`, { field });
}

/** Not there, or not for the one who asks: the two look alike. */
export class NotFoundError extends UserError {
  override readonly name = 'NotFoundError';
}

/** There, but its role does not allow it. */
export class ForbiddenError extends UserError {
  override readonly name = 'ForbiddenError';
}

/** It contradicts what is there already. */
export class ConflictError extends UserError {
  override readonly name = 'ConflictError';
}

/** More than is allowed. */
export class LimitError extends UserError {
  override readonly name = 'LimitError';
}

/** It took too long, and was given up. */
export class DeadlineError extends UserError {
  override readonly name = 'DeadlineError';
}
