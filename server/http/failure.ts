import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import { log } from '../log';
import { surroundingsFailure } from '../surroundings-failure';
import { IdleError } from '../upload/receive-bytes';
import {
  ConflictError,
  DeadlineError,
  ForbiddenError,
  LimitError,
  NotFoundError,
  UserError,
} from '../user-error';

const statuses = [
  [IdleError, 408],
  [NotFoundError, 404],
  [ForbiddenError, 403],
  [ConflictError, 409],
  [LimitError, 413],
  [DeadlineError, 503],
] as const;

/** Answers every failure as JSON: expected ones in words, the others with an id under which the log has the rest. */
export const answerFailure: ErrorRequestHandler = (error, request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof UserError) {
    const status = statuses.find(([kind]) => error instanceof kind)?.[1] ?? 400;
    response.status(status).json({ error: error.message });
    return;
  }
  const around = surroundingsFailure(error);
  if (around) {
    log.error({ err: error, path: request.path }, around.message);
    // What was set for the file that does not come is not to stick to its failure.
    for (const name of ['etag', 'cache-control', 'content-length', 'content-disposition'])
      response.removeHeader(name);
    if (around.status === 503) response.set('retry-after', '2');
    response.status(around.status).json({ error: around.message, code: around.code });
    return;
  }
  const status = clientStatus(error);
  if (status) {
    response.status(status).json({ error: words[status] ?? 'The request is not as expected.' });
    return;
  }
  const id = randomUUID();
  log.error({ errorId: id, err: error, path: request.path }, 'an unexpected error while answering');
  response.status(500).json({ error: `Internal error ${id}.`, id });
};

const words: Readonly<Record<number, string>> = {
  400: 'The body is not valid JSON, or the address is malformed.',
  413: 'The body is too large: expected at most 256 kB. Files go through beginUpload.',
  415: 'The body is in an encoding or character set that is not supported.',
};

/** The 4xx status that Express and its body parser give to a malformed request. */
function clientStatus(error: unknown): number | undefined {
  const status = (error as { status?: unknown }).status; // http-errors: any value may be thrown
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
