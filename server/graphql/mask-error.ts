import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { Prisma } from '@fiducial/prisma/client';
import { PothosValidationError } from '@pothos/core';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { log } from '../log';
import { surroundingsFailure } from '../surroundings-failure';
import {
  ConflictError,
  DeadlineError,
  ForbiddenError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  UserError,
} from '../user-error';

/** Prisma's code for a record that was asked for by its key and is not there. */
const noRecord = 'P2025';

const codes = [
  [InvalidInputError, 'BAD_USER_INPUT'],
  [NotFoundError, 'NOT_FOUND'],
  [ForbiddenError, 'FORBIDDEN'],
  [ConflictError, 'CONFLICT'],
  [LimitError, 'LIMIT'],
  [DeadlineError, 'DEADLINE'],
] as const;

/**
 * An error as a client may see it: an expected failure and one of the surroundings in words, a mistake in the query as
 * GraphQL words it, and of anything else only an id, under which the log has the rest.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const bare = unwrapResolverError(error);
  // What fails while it is found out who asks, Apollo leaves wrapped.
  const code = formatted.extensions?.code;
  const worded = typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR';
  const cause = causeOf(bare);
  const wrapped = bare instanceof GraphQLError ? (worded ? bare.originalError : cause) : undefined;
  const original = wrapped instanceof UserError ? wrapped : bare;
  const { message, path, locations } = formatted;
  const place = { ...(path && { path }), ...(locations && { locations }) };
  if (original instanceof UserError) {
    const kind = codes.find(([type]) => original instanceof type)?.[1] ?? 'BAD_USER_INPUT';
    const field = original instanceof InvalidInputError ? original.field : undefined;
    return { message: original.message, ...place, extensions: { code: kind, ...(field && { field }) } };
  }
  if (original instanceof Prisma.PrismaClientKnownRequestError && original.code === noRecord)
    return { message: 'Not found.', ...place, extensions: { code: 'NOT_FOUND' } };
  // A cursor that is none: a value, as any other that was given.
  if (cause instanceof PothosValidationError)
    return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  // What breaks before a field is resolved, while it is found out who asks, Apollo leaves wrapped.
  const around = surroundingsFailure(
    original instanceof GraphQLError ? (original.originalError ?? original) : original,
  );
  if (around) {
    log.error({ err: original, path }, around.message);
    return { message: around.message, ...place, extensions: { code: around.code } };
  }
  // Apollo wraps mistakes in the query and gives them a code; over a socket they come bare, those in variables within another.
  if (original instanceof GraphQLError && (worded || cause instanceof GraphQLError))
    return { message, ...place, extensions: { code: worded ? code : 'BAD_REQUEST', ...waitOf(formatted) } };
  const id = randomUUID();
  log.error({ errorId: id, err: original, path }, 'an unexpected error while answering');
  return { message: `Internal error ${id}.`, ...place, extensions: { code: 'INTERNAL', id } };
}

/** What an error wraps, at its innermost. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** Over a socket no header says when to come again. */
function waitOf({ extensions }: GraphQLFormattedError): { retryAfter?: number } {
  const retryAfter = extensions?.retryAfter;
  return typeof retryAfter === 'number' ? { retryAfter } : {};
}
