import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Context as SocketContext, SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { checkDocument, maxTokens } from './document-limits';
import { maskError } from './mask-error';
import type { ContextOf } from './serve-http';

const maxSockets = 1000;
const maxSubscriptionsPerSocket = 100;
const maxPayloadBytes = 256 * 1024;

/** GraphQL over WebSocket (graphql-transport-ws) at `/graphql` of `server`; `admit` refuses foreign origins. */
export function serveSockets(
  server: Server,
  {
    schema,
    contextOf,
    admit,
  }: { schema: GraphQLSchema; contextOf: ContextOf; admit: (request: IncomingMessage) => boolean },
): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  const closing = new AbortController();
  const dispose = useServer(
    {
      schema,
      onSubscribe: async (context, id, payload) =>
        prepare(schema, payload, { context, contextOf, id, signal: closing.signal }),
      onError: (_context, _id, _payload, errors) => errors.map((error) => maskError(error.toJSON(), error)),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors && {
          ...result,
          errors: result.errors.map((error) => maskError(error.toJSON(), error)),
        },
    },
    sockets,
  );
  server.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0];
    if (path !== '/graphql') return refuse(socket, '404 Not Found');
    if (!admit(request)) return refuse(socket, '403 Forbidden');
    if (sockets.clients.size >= maxSockets) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  return {
    stop: async () => {
      closing.abort();
      await dispose.dispose();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

interface Preparation {
  readonly id: string;
  readonly context: SocketContext;
  readonly contextOf: ContextOf;
  readonly signal: AbortSignal;
}

/** What is to be executed, after the same limits as over HTTP. */
async function prepare(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  { context, contextOf, signal }: Preparation,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (Object.keys(context.subscriptions).length > maxSubscriptionsPerSocket)
    return [
      new GraphQLError(`expected at most ${maxSubscriptionsPerSocket} operations on one socket`, {
        extensions: { code: 'LIMIT' },
      }),
    ];
  try {
    const document = parse(query, { maxTokens });
    const mistakes = validate(schema, document, specifiedRules, { maxErrors: 10 });
    if (mistakes.length) return mistakes;
    const operation = getOperationAST(document, operationName);
    if (!operation)
      return [new GraphQLError('operationName: expected the name of an operation in the document')];
    const variableValues = variables ?? {};
    checkDocument(document, { operation, variables: variableValues });
    const contextValue = await contextOf(signal);
    return { schema, document, variableValues, contextValue, ...(operationName && { operationName }) };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
