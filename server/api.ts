/** The process that people and programs talk to: `node dist/api.js`. GraphQL over HTTP and WebSocket, files, the pages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPrisma } from '@fiducial/prisma/client';
import { ensureLocalOwner } from './account/local-owner';
import { viewerOf } from './account/viewer';
import { openArtifactStore } from './artifact/store';
import { env, requireDatabaseUrl } from './env';
import { schema } from './graphql/schema';
import { type ContextOf, serveHttp } from './graphql/serve-http';
import { serveSockets } from './graphql/serve-sockets';
import { createApp } from './http/create-app';
import { listenOn } from './http/listen-on';
import { sameSite } from './http/same-site';
import { closeQueue, openQueue } from './jobs/queue';
import { log } from './log';
import { openRunEventHub } from './run/run-event-hub';
import { runProcess } from './run-process';

const statementTimeoutMs = 5000;

await runProcess('api', async () => {
  const url = requireDatabaseUrl();
  const onError = (error: Error) => log.warn({ error: error.message }, 'the database connection broke');
  const prisma = createPrisma(url, { connections: 10, statementTimeoutMs, onError });
  await openQueue({ url, onError: (error) => log.warn({ error: error.message }, 'queue') });
  const store = await openArtifactStore(env.artifactFolder);
  const runEvents = await openRunEventHub(url, onError);
  const { userId } = await ensureLocalOwner(prisma);

  const contextOf: ContextOf = async (signal) => ({
    prisma,
    store,
    runEvents,
    signal,
    viewer: await viewerOf(prisma, userId),
  });
  const allowedHosts = new Set(['localhost', '127.0.0.1', '[::1]', env.host, ...env.allowedHosts]);
  const graphql = await serveHttp(schema, contextOf);
  const app = createApp({
    prisma,
    store,
    contextOf,
    graphql: graphql.handler,
    allowedHosts,
    webPort: env.webPort,
  });
  const server = createServer(app);
  const sockets = serveSockets(server, {
    schema,
    contextOf,
    admit: (request) => sameSite(request, allowedHosts),
  });
  await listenOn(server, { host: env.host, port: env.port });
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  process.send?.({ type: 'listening', port });
  log.info({ port }, `answers on http://${env.host}:${port}`);
  return async () => {
    server.close();
    await sockets.stop();
    await graphql.stop();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
    await runEvents.close();
    await closeQueue();
    await prisma.$disconnect();
  };
});
