import { randomUUID } from 'node:crypto';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { log, withLogFields } from '../log';
import type { Metrics } from './metrics';
import { tracer } from './tracing';

/** Header of an answer that names the request: what the log says of it carries the same. */
const idHeader = 'x-request-id';

/** Requests that took longer are told at level `warn`. */
const slowMs = 5000;

/** First words of addresses that are ours; all others are pages. */
const routes = ['graphql', 'api', 'images', 'files', 'bundles', 'metrics', 'uploads', 'healthz', 'readyz'];

/**
 * Gives each request an id, which stands in every line that is logged while it is answered, and measures it. Addresses
 * are logged without what comes after `?`: signatures stand there.
 */
export function requestLog(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    const [path = '/'] = request.originalUrl.split('?');
    response.set(idHeader, requestId);
    const { method } = request;
    const route = routeOf(path);
    const caller = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(
      `${method} /${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          'url.path': path.slice(0, 200),
          'fiducial.request.id': requestId,
        },
      },
      caller,
    );
    response.once('close', () => {
      const ms = Math.round(performance.now() - started);
      const { statusCode: status } = response;
      metrics.requestEnded({ route, status, seconds: ms / 1000 });
      span.setAttribute('http.response.status_code', status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      const fields = { requestId, method, path: path.slice(0, 200), status, ms };
      if (ms > slowMs && response.writableFinished)
        log.warn(fields, `a request took ${ms} ms: ${fields.method} ${fields.path}`);
      else log.debug(fields, 'answered');
    });
    const { traceId } = span.spanContext();
    withLogFields(span.isRecording() ? { requestId, traceId } : { requestId }, () =>
      context.with(trace.setSpan(caller, span), next),
    );
  };
}

function routeOf(path: string): string {
  const first = path.split('/')[1] ?? '';
  return routes.includes(first) ? first : 'pages';
}
