/** The process that people and programs talk to: `node dist/api.js`. GraphQL over HTTP and WebSocket, files, the pages. */
import { createPrisma } from '@fiducial/prisma/client';
import { openAccessWatch } from './account/access-watch';
import { openAccounts } from './account/open-accounts';
import { readSecret } from './account/secret';
import { assertSomebodyCanSignIn } from './account/sign-in-policy';
import { openArtifactStore } from './artifact/open-store';
import { env, requireDatabaseUrl } from './env';
import { contextMaker } from './graphql/context-maker';
import { readPageDocuments } from './graphql/page-documents';
import { rateLimit } from './graphql/rate-limit';
import { budgeted } from './graphql/request-budget';
import { schema } from './graphql/schema';
import { serveHttp } from './graphql/serve-http';
import { serveSockets } from './graphql/serve-sockets';
import { createApp } from './http/create-app';
import { makeDoors } from './http/doors';
import { acceptForwarded } from './http/forwarded';
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
  const { host, publicUrl, openId, trustedProxies, databaseSilentMs: silentMs } = env;
  const prisma = budgeted(createPrisma(url, { connections: 10, statementTimeoutMs, silentMs, onError }));
  const names = [...env.allowedHosts, ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
  const reach = { host, names, openId: openId !== undefined };
  await assertSomebodyCanSignIn(prisma, reach);
  const tls = env.tls && readTls(env.tls, new Date());
  const secure = tls !== undefined || (publicUrl?.startsWith('https:') ?? false);
  const secret = await readSecret({ given: env.secret, dataFolder: env.dataFolder });
  const accounts = openAccounts(prisma, { reach, secret, publicUrl, secure, openId });
  await openQueue({ url, silentMs, onError: (error) => log.warn({ error: error.message }, 'queue') });
  openAnnouncer({ url, silentMs, onError });
  const store = await openArtifactStore(env);
  const uploads = openUploadDesk({ prisma, store, secret, limits: env.uploads });
  const scorer = openScorer(env.scorer);
  const runEvents = await openRunEventHub(url, onError);
  const documents = readPageDocuments(env.pageDocuments, { only: env.persistedOnly });
  const contextOf = contextMaker(
    { prisma, store, uploads, scorer, runEvents, features: featuresOf(env) },
    { accounts, documents, spendOf: rateLimit(env.fieldsPerMinute) },
  );
  const accessWatch = await openAccessWatch({ url, knownBy: accounts.knownBy, onError });
  // Outside of any request's budget: figures and probes belong to nobody.
  const watched = createPrisma(url, { connections: 2, statementTimeoutMs, silentMs, onError });
  const metrics = openMetrics(watched);
  const graphql = await serveHttp(schema, { contextOf, documents, onEnded: metrics.operationEnded });
  const allowedHosts = new Set(['localhost', '127.0.0.1', '[::1]', host, ...names]);
  const app = createApp({
    prisma,
    store,
    uploads,
    auth: accounts.auth,
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
  const doors = makeDoors(app, { host, port: env.port, tls, internalPort: env.internalPort });
  const sockets = serveSockets(doors.front, {
    schema,
    contextOf,
    accept: (request) => acceptForwarded(request, trustedProxies),
    admit: (request) => sameSite(request, allowedHosts),
    knownBy: accounts.knownBy,
    watch: accessWatch.watch,
  });
  const port = await doors.open();
  process.send?.({ type: 'listening', port });
  log.info({ port }, `answers on ${tls ? 'https' : 'http'}://${host}:${port}`);
  return async () => {
    doors.close();
    await sockets.stop();
    await graphql.stop();
    doors.hangUp();
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
