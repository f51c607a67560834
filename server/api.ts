/** The process that people and programs talk to: `node dist/api.js`. GraphQL over HTTP and WebSocket, files, the pages. */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createPrisma } from '@fiducial/prisma/client';
import { type Known, openAccessWatch } from './account/access-watch';
import { accountReads } from './account/account-reads';
import { openAuth } from './account/auth';
import { type Credentials, identify } from './account/identity';
import { rememberLocalOwner } from './account/local-owner';
import { readSecret } from './account/secret';
import { assertSomebodyCanSignIn, signInPolicy } from './account/sign-in-policy';
import { anonymousViewer, viewerOf } from './account/viewer';
import { openArtifactStore } from './artifact/open-store';
import { env, requireDatabaseUrl } from './env';
import { readPageDocuments } from './graphql/page-documents';
import { rateLimit } from './graphql/rate-limit';
import { budgeted } from './graphql/request-budget';
import { schema } from './graphql/schema';
import { type ContextOf, serveHttp } from './graphql/serve-http';
import { serveSockets } from './graphql/serve-sockets';
import { createApp } from './http/create-app';
import { acceptForwarded } from './http/forwarded';
import { listenOn } from './http/listen-on';
import { sameSite } from './http/same-site';
import { readTls } from './http/tls';
import { closeAnnouncer, openAnnouncer } from './jobs/announcer';
import { closeQueue, openQueue } from './jobs/queue';
import { log } from './log';
import { openRunEventHub } from './run/run-event-hub';
import { runProcess } from './run-process';
import { openScorer } from './scorer/open-scorer';
import { featuresOf } from './system/features';
import { openUploadDesk } from './upload/upload-desk';
import { openMetrics } from './watch/metrics';
import { openReadiness } from './watch/readiness';
import { openTracing } from './watch/tracing';

const statementTimeoutMs = 5000;

await runProcess('api', async () => {
  const endTracing = openTracing('api', env.traceEndpoint);
  const url = requireDatabaseUrl();
  const onError = (error: Error) => log.warn({ error: error.message }, 'the database connection broke');
  const { databaseSilentMs: silentMs } = env;
  const prisma = budgeted(createPrisma(url, { connections: 10, statementTimeoutMs, silentMs, onError }));
  const names = [...env.allowedHosts, ...(env.publicUrl ? [new URL(env.publicUrl).hostname] : [])];
  const reach = { host: env.host, names, openId: env.openId !== undefined };
  await assertSomebodyCanSignIn(prisma, reach);
  const policy = signInPolicy(prisma, reach);
  const { publicUrl, openId, trustedProxies } = env;
  const tls = env.tls && readTls(env.tls, new Date());
  const secure = tls !== undefined || (publicUrl?.startsWith('https:') ?? false);
  const secret = await readSecret({ given: env.secret, dataFolder: env.dataFolder });
  const auth = openAuth({
    prisma,
    publicUrl,
    secure,
    openId,
    secret,
  });
  await openQueue({ url, silentMs, onError: (error) => log.warn({ error: error.message }, 'queue') });
  openAnnouncer({ url, silentMs, onError });
  const store = await openArtifactStore(env);
  const uploads = openUploadDesk({ prisma, store, secret, limits: env.uploads });
  const scorer = openScorer(env.scorer);
  const runEvents = await openRunEventHub(url, onError);
  const reads = accountReads(prisma);
  const localOwner = rememberLocalOwner(prisma, policy);
  const signIn = { ...policy, openIdName: openId?.name };
  const knownBy = async (from: Credentials): Promise<Known | undefined> => {
    const identity = await identify({ prisma, auth, policy, localOwner }, from);
    const viewer = identity && (await viewerOf(reads, identity));
    return viewer && { identity, viewer };
  };
  const features = featuresOf(env);
  const documents = readPageDocuments(env.pageDocuments, { only: env.persistedOnly });
  const spendOf = rateLimit(env.fieldsPerMinute);
  const contextOf: ContextOf = async (from, signal) => {
    const known = await knownBy(from);
    const viewer = known?.viewer ?? anonymousViewer(from.address);
    const spend = spendOf({ identity: known?.identity, address: from.address });
    const admit = documents.admissionFor(known?.identity);
    return { prisma, store, uploads, scorer, runEvents, signal, signIn, features, viewer, spend, admit };
  };
  const accessWatch = await openAccessWatch({ url, knownBy, onError });
  const allowedHosts = new Set(['localhost', '127.0.0.1', '[::1]', env.host, ...names]);
  // Outside of any request's budget: figures and probes belong to nobody.
  const watched = createPrisma(url, { connections: 2, statementTimeoutMs, silentMs, onError });
  const metrics = openMetrics(watched);
  const graphql = await serveHttp(schema, {
    contextOf,
    documents,
    onEnded: metrics.operationEnded,
  });
  const app = createApp({
    prisma,
    store,
    uploads,
    auth,
    contextOf,
    graphql: graphql.handler,
    allowedHosts,
    trustedProxies,
    secure,
    readiness: await openReadiness({ prisma: watched, store }),
    metrics,
    metricsAccess: { token: env.metricsToken, proxied: names.length > 0 || trustedProxies.any },
    webPort: env.webPort,
    pageFilesFolder: env.pageFilesFolder,
  });
  const server = tls ? createTlsServer(tls, app) : createServer(app);
  const sockets = serveSockets(server, {
    schema,
    contextOf,
    accept: (request) => acceptForwarded(request, trustedProxies),
    admit: (request) => sameSite(request, allowedHosts),
    knownBy,
    watch: accessWatch.watch,
  });
  await listenOn(server, { host: env.host, port: env.port });
  // The pages' process asks from this machine, where our certificate's name is not ours.
  const internal = tls && env.internalPort ? createServer(app) : undefined;
  if (internal) await listenOn(internal, { host: '127.0.0.1', port: env.internalPort });
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  process.send?.({ type: 'listening', port });
  log.info({ port }, `answers on ${tls ? 'https' : 'http'}://${env.host}:${port}`);
  return async () => {
    server.close();
    internal?.close();
    await sockets.stop();
    await graphql.stop();
    server.closeIdleConnections();
    internal?.closeAllConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
    scorer.stop();
    await runEvents.close();
    await accessWatch.close();
    await closeAnnouncer();
    await closeQueue();
    await watched.$disconnect();
    await prisma.$disconnect();
    await endTracing();
  };
});
