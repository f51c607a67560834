import type { Request, RequestHandler, Response } from 'express';
import { GraphQLError } from 'graphql';
import { checkShape } from './document-shape';
import type { PageDocuments } from './page-documents';
import { refused } from './refused';
import { withinBudget } from './request-budget';

/** Deepest nesting of what comes as JSON, variables included. */
const maxJsonDepth = 32;

/** What stands in a request: anything. */
interface Asked {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/** Looks at a request before anything is done for it, and starts its clock. An id of a document is replaced by the document. */
export const requestGate =
  (documents: Pick<PageDocuments, 'textOf'>): RequestHandler =>
  (request, response, next) => {
    try {
      assertShallow(request.body);
      putDocument(request.body, documents);
      const asked = (request.method === 'GET' ? request.query : (request.body ?? {})) as Asked;
      const { query, extensions } = asked;
      if (typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions)
        throw refused('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
      if (typeof query === 'string') checkShape(query);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      refuse(request, response, error);
      return;
    }
    const { end } = withinBudget(next);
    response.once('close', end);
  };

/** Puts the document that an id stands for into the body of a request. */
function putDocument(body: unknown, { textOf }: Pick<PageDocuments, 'textOf'>): void {
  if (typeof body !== 'object' || body === null || !('documentId' in body)) return;
  const asked: { documentId?: unknown; query?: unknown } = body;
  const { documentId } = asked;
  if (typeof documentId !== 'string' || asked.query !== undefined)
    throw refused('BAD_REQUEST', 'documentId: expected text, and no query beside it');
  asked.query = textOf(documentId);
  delete asked.documentId;
}

/** Answers with an error of GraphQL, in the media type that was asked for. */
function refuse(request: Request, response: Response, { message, extensions }: GraphQLError): void {
  const type = request.accepts(['application/json', 'application/graphql-response+json']);
  response
    .status(400)
    .type(type || 'application/json')
    .send(JSON.stringify({ errors: [{ message, extensions: { code: extensions.code } }] }));
}

/** @throws {GraphQLError} where lists and objects are nested too deep: whoever walks through them would run out of stack */
export function assertShallow(body: unknown): void {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxJsonDepth)
      throw refused('BAD_REQUEST', `nesting of the request: expected at most ${maxJsonDepth}, got more`);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((inner) => typeof inner === 'object' && inner !== null)
        : [],
    );
  }
}
