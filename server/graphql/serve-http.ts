import type { IncomingMessage } from 'node:http';
import { ApolloServer, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { SpanStatusCode } from '@opentelemetry/api';
import type { RequestHandler, Response } from 'express';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Credentials } from '../account/identity';
import { addressOf } from '../http/forwarded';
import { surroundingsFailure } from '../surroundings-failure';
import { tracer } from '../watch/tracing';
import { answerText } from './answer-text';
import type { ApiContext, ContextOf } from './context';
import { checkDocument } from './document-limits';
import { maxTokens } from './document-shape';
import { maskError } from './mask-error';
import type { PageDocuments } from './page-documents';
import { requestGate } from './request-gate';

/** Most mistakes that are told of one request. */
export const maxErrors = 10;

/** Is told of each operation that was answered, by the first field that it asked for. */
export type OperationEnded = (of: { operation: string; failed: boolean; seconds: number }) => void;

/** GraphQL over HTTP as an Express handler; it expects a parsed JSON body. */
export async function serveHttp(
  schema: GraphQLSchema,
  {
    contextOf,
    documents,
    onEnded = () => undefined,
  }: { contextOf: ContextOf; documents: PageDocuments; onEnded?: OperationEnded },
): Promise<{ handler: RequestHandler; stop(): Promise<void> }> {
  const server = new ApolloServer<ApiContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens },
    validationOptions: { maxErrors },
    executionOptions: { maxCoercionErrors: maxErrors },
    stringifyResult: answerText,
    stopOnTerminationSignals: false,
    formatError: maskError,
    plugins: [
      // Measured: 60 % more requests a second without it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      {
        requestDidStart: async () => timed(onEnded),
      },
      {
        requestDidStart: async () => ({
          didResolveOperation: async ({ document, operation, request, contextValue }) => {
            if (!operation) return;
            contextValue.admit(request.query ?? '');
            const variables = request.variables ?? {};
            await contextValue.spend(checkDocument(document, { schema, operation, variables }));
          },
        }),
      },
    ],
  });
  await server.start();
  const handler = expressMiddleware(server, {
    context: ({ res }) => contextOf(credentialsOf(res.req), whileOpen(res)).catch(refuseWithStatus),
  });
  return { handler: gated(requestGate(documents), handler), stop: () => server.stop() };
}

/** Who asks could not be found out: Apollo answers 500 to that unless the error has a status. */
function refuseWithStatus(error: Error): never {
  const failure = surroundingsFailure(error);
  if (!failure) throw error;
  throw new GraphQLError(failure.message, {
    originalError: error,
    extensions: { http: { status: failure.status } },
  });
}

/** The first field stands for an operation: its name is the schema's, while the operation's own is whatever clients write. */
function timed(onEnded: OperationEnded): GraphQLRequestListener<ApiContext> {
  const started = performance.now();
  const span = tracer.startSpan('graphql');
  return {
    willSendResponse: async ({ operation, errors }) => {
      const first = operation?.selectionSet.selections[0];
      const field = first?.kind === 'Field' ? first.name.value : 'fragment';
      const name = operation ? `${operation.operation} ${field}` : 'refused';
      const seconds = (performance.now() - started) / 1000;
      const failed = Boolean(errors?.length);
      onEnded({ operation: name, failed, seconds });
      span.updateName(name);
      span.setAttribute('graphql.operation.type', operation?.operation ?? 'refused');
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function gated(gate: RequestHandler, handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    gate(request, response, (error?: unknown) => (error ? next(error) : handler(request, response, next)));
}

/** What of a request says who sent it. */
export function credentialsOf(request: IncomingMessage): Credentials {
  return { headers: request.headers, address: addressOf(request) };
}

/** One for all: without a reason each request would make a DOMException, with its stack. */
const nobodyWaits = new Error('Nobody waits for the answer any more.');

/** Aborts when the answer was sent or nobody waits for it any more. */
export function whileOpen(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort(nobodyWaits));
  return controller.signal;
}
