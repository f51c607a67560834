import type { PrismaClient } from '@fiducial/prisma/client';
import compression from 'compression';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { auditRoute } from '../account/audit-route';
import { type Auth, authPath } from '../account/auth';
import { authRoutes } from '../account/auth-routes';
import { fileRoute } from '../artifact/file-route';
import type { ArtifactStore } from '../artifact/store';
import { bundleRoute } from '../bundle/bundle-route';
import type { ContextOf } from '../graphql/context';
import { credentialsOf, whileOpen } from '../graphql/serve-http';
import { imageRoutes } from '../image/image-routes';
import { pointsRoute } from '../metric/points-route';
import { sharedPictureRoute } from '../public-link/shared-picture-route';
import type { UploadDesk } from '../upload/upload-desk';
import { uploadRoute } from '../upload/upload-route';
import type { Metrics } from '../watch/metrics';
import { type MetricsAccess, metricsRoute } from '../watch/metrics-route';
import type { Readiness } from '../watch/readiness';
import { requestLog } from '../watch/request-log';
import { answerFailure } from './failure';
import { acceptForwarded, type TrustedProxies } from './forwarded';
import { pageFiles } from './page-files';
import { pageProxy } from './page-proxy';
import { requireSameSite } from './same-site';
import { securityHeaders } from './security-headers';

/** What the front door is made of. */
export interface AppParts {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly uploads: UploadDesk;
  readonly auth: Auth;
  readonly contextOf: ContextOf;
  readonly graphql: RequestHandler;
  readonly allowedHosts: ReadonlySet<string>;
  readonly trustedProxies: TrustedProxies;
  /** Whether people reach it over TLS. */
  readonly secure: boolean;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  readonly metricsAccess: MetricsAccess;
  /** Port of the pages' process; 0 for an API without pages. */
  readonly webPort: number;
  /** Folder of what was built for browsers to load with the pages. */
  readonly pageFilesFolder: string;
}

/** The front door: one origin for the API, pictures, files, uploads and the pages behind them. */
export function createApp({
  prisma,
  store,
  uploads,
  auth,
  contextOf,
  graphql,
  allowedHosts,
  trustedProxies,
  secure,
  readiness,
  metrics,
  metricsAccess,
  webPort,
  pageFilesFolder,
}: AppParts): Express {
  const ofResponse = (response: Response) => contextOf(credentialsOf(response.req), whileOpen(response));
  const app = express();
  app.disable('x-powered-by');
  // Files have the sha256 of their bytes; of answers nobody keeps a copy.
  app.disable('etag');
  app.use((request, _response, next) => {
    acceptForwarded(request, trustedProxies);
    next();
  });
  app.use(requestLog(metrics));
  app.use(securityHeaders({ secure }));
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const answer = await readiness();
    response.status(answer.status === 'ready' ? 200 : 503).json(answer);
  });
  app.use(requireSameSite(allowedHosts));
  app.use(authPath, authRoutes(auth));
  app.use('/graphql', compressed, express.json({ limit: '256kb' }), requireJson, graphql);
  app.use('/images/shared', sharedPictureRoute(ofResponse));
  app.use('/images', imageRoutes(ofResponse));
  app.use('/files', fileRoute(ofResponse));
  app.use('/audit', auditRoute(ofResponse));
  app.use('/bundles', bundleRoute(ofResponse));
  app.use('/metrics', metricsRoute(metrics, metricsAccess), pointsRoute(ofResponse));
  app.use('/uploads', uploadRoute({ prisma, store, uploads }));
  app.use('/_next/static', pageFiles(pageFilesFolder));
  app.use(pageProxy(webPort));
  app.use(answerFailure);
  return app;
}

/** Answers of some size; zlib's quickest level already makes a fifth of them. */
const compressed = compression({ threshold: 4096, level: 1 });

/** GraphQL takes JSON only: a form or plain text could be posted by any page without the browser asking first. */
const requireJson: RequestHandler = (request, response, next) => {
  if (request.method === 'POST' && request.body === undefined)
    response.status(415).json({ error: 'Content-Type: expected application/json with a body.' });
  else next();
};
