import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import { wasForwarded } from '../http/forwarded';
import type { Metrics } from './metrics';

/** Who may read the figures. */
export interface MetricsAccess {
  /** Secret of whoever scrapes, sent as `Authorization: Bearer …`. */
  readonly token: string | undefined;
  /** Whether something in front of us passes requests on: then whoever is behind it seems to be on this machine. */
  readonly proxied: boolean;
}

const loopback = /^(::ffff:)?127\.|^::1$/;

/** Figures for Prometheus at `/metrics`: to this machine, or to whoever has the token. */
export function metricsRoute(metrics: Metrics, access: MetricsAccess): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    if (!mayRead(request, access)) {
      response.status(403).json({
        error: 'Metrics are for this machine, or for whoever sends the token of FIDUCIAL_METRICS_TOKEN.',
      });
      return;
    }
    const { text, type } = await metrics.read();
    response.set('cache-control', 'no-store').type(type).send(text);
  });
  return router;
}

function mayRead(request: Request, { token, proxied }: MetricsAccess): boolean {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given !== undefined) return token !== undefined && equal(given, token);
  return !proxied && !wasForwarded(request) && loopback.test(request.socket.remoteAddress ?? '');
}

/** Takes as long wherever they differ. */
function equal(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
