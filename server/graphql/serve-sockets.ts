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
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AccessWatch, Known } from '../account/access-watch';
import type { Credentials } from '../account/identity';
import { log } from '../log';
import { fitsAnswer, tooLarge } from './answer-text';
import type { ApiContext, ContextOf } from './context';
import { checkDocument } from './document-limits';
import { checkShape, maxTokens } from './document-shape';
import { maskError } from './mask-error';
import { assertShallow } from './request-gate';
import { credentialsOf, maxErrors } from './serve-http';
import { maxOperationsEach, maxSocketsEach, openRoster } from './socket-roster';
import { subscribeAnew } from './subscribe-anew';

const maxSockets = 1000;
const maxSubscriptionsPerSocket = 100;
const maxPayloadBytes = 256 * 1024;
/** What may wait to be sent to somebody who reads slowly: two of the largest answers. */
const maxUnsentBytes = 8 * 1024 * 1024;

/** Codes with which a socket is closed: clients do not come back by themselves after the first one, and later after the last. */
const closeCodes = { signedOut: 4401, changed: 4403, tooMany: 1013 } as const;

/** What sockets are served with. */
export interface SocketParts {
  readonly schema: GraphQLSchema;
  readonly contextOf: ContextOf;
  /** Called with every request for a socket before anything is read of it. */
  readonly accept: (request: IncomingMessage) => void;
  /** Refuses foreign origins. */
  readonly admit: (request: IncomingMessage) => boolean;
  /** Finds out who opens a socket. */
  readonly knownBy: (credentials: Credentials) => Promise<Known | undefined>;
  readonly watch: AccessWatch['watch'];
}

/** What is kept of a socket. */
interface Kept extends Record<PropertyKey, unknown> {
  credentials: Credentials;
  /** Set once somebody is known who opened it. */
  unwatch: () => void;
}

/**
 * GraphQL over WebSocket (graphql-transport-ws) at `/graphql` of `server`. Who opens a socket is found out when it is
 * opened, by cookie or by `authorization` in the connection's parameters, and again whenever that may have changed.
 */
export function serveSockets(
  server: Server,
  { schema, contextOf, accept, admit, knownBy, watch }: SocketParts,
): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  const roster = openRoster();
  const closing = new AbortController();
  const dispose = useServer<{ authorization?: unknown } | undefined, Kept>(
    {
      schema,
      subscribe: subscribeAnew,
      // Else the reason of a close would hold what went wrong inside.
      isProd: true,
      onConnect: async (context) => {
        const { connectionParams, extra } = context;
        const credentials = credentialsOfSocket(extra.request, connectionParams?.authorization);
        const known = await knownBy(credentials);
        if (!known) {
          extra.socket.close(closeCodes.signedOut, 'Sign in first');
          return false;
        }
        extra.credentials = credentials;
        // It may have gone while we asked.
        if (!isOpen(extra.socket)) return true;
        if (!roster.enter(context, known.identity)) {
          extra.socket.close(closeCodes.tooMany, `Expected at most ${maxSocketsEach} sockets of one account`);
          return false;
        }
        extra.unwatch = watch({
          ...known,
          credentials,
          close: ({ again, reason }) =>
            extra.socket.close(again ? closeCodes.changed : closeCodes.signedOut, reason),
        });
        return true;
      },
      onClose: (context) => {
        roster.leave(context);
        context.extra.unwatch?.();
      },
      onSubscribe: async (context, _id, payload) => {
        const {
          subscriptions,
          extra: { credentials, request },
        } = context;
        return prepare(schema, payload, {
          open: Object.keys(subscriptions).length,
          beside: roster.operationsBeside(context),
          contextOf: () => contextOf(credentials ?? credentialsOf(request), closing.signal),
        });
      },
      onError: (_context, _id, _payload, errors) => errors.map((error) => maskError(error.toJSON(), error)),
      onNext: ({ extra: { socket } }, _id, _payload, _args, result) => {
        if (socket.bufferedAmount > maxUnsentBytes) {
          log.warn({ unsentBytes: socket.bufferedAmount }, 'a socket was cut off that reads too slowly');
          // A close frame would have to wait behind all the rest.
          socket.terminate();
        }
        const text = JSON.stringify(result);
        if (!fitsAnswer(text)) return { errors: [tooLarge(text)] };
        return (
          result.errors && {
            ...result,
            errors: result.errors.map((error) => maskError(error.toJSON(), error)),
          }
        );
      },
    },
    sockets,
  );
  server.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0];
    accept(request);
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

/** A token may stand in the connection's parameters: browsers let no page set headers of a socket. */
function credentialsOfSocket(request: IncomingMessage, authorization: unknown): Credentials {
  const { headers, address } = credentialsOf(request);
  return typeof authorization === 'string' ? { headers: { authorization }, address } : { headers, address };
}

const isOpen = (socket: WebSocket): boolean => socket.readyState === socket.OPEN;

const tooMany = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'LIMIT' } });

interface Preparation {
  /** How many operations run on the socket, and on all sockets of the one who opened it. */
  readonly open: number;
  readonly beside: number;
  readonly contextOf: () => Promise<ApiContext>;
}

/** What is to be executed, after the same limits as over HTTP. */
async function prepare(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  { open, beside, contextOf }: Preparation,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (open > maxSubscriptionsPerSocket)
    return [tooMany(`expected at most ${maxSubscriptionsPerSocket} operations on one socket`)];
  if (beside > maxOperationsEach)
    return [tooMany(`expected at most ${maxOperationsEach} operations on all sockets of one account`)];
  try {
    assertShallow(variables);
    checkShape(query);
    const document = parse(query, { maxTokens });
    const mistakes = validate(schema, document, specifiedRules, { maxErrors });
    if (mistakes.length) return mistakes;
    const operation = getOperationAST(document, operationName);
    if (!operation)
      return [new GraphQLError('operationName: expected the name of an operation in the document')];
    const variableValues = variables ?? {};
    const cost = checkDocument(document, { schema, operation, variables: variableValues });
    const contextValue = await contextOf();
    contextValue.admit(query);
    await contextValue.spend(cost);
    return { schema, document, variableValues, contextValue, ...(operationName && { operationName }) };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
