import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { log } from '../log';
import { pagePolicy } from './page-policy';

/**
 * Passes everything else on to the process of the pages; without one, says so. Each request has a connection of its own:
 * one that was kept may be closed by the other end in the very moment in which it is used again. Pages and browser are told
 * the same policy, by which Next signs the scripts of a page.
 */
export function pageProxy(webPort: number): RequestHandler {
  if (!webPort)
    return (request, response) => {
      response.status(404).json({ error: `No such address: ${request.path.slice(0, 200)}.` });
    };
  return createProxyMiddleware({
    pathRewrite: (path) => (isReadable(path) ? path : nowhere),
    target: `http://127.0.0.1:${webPort}`,
    agent: new Agent({ keepAlive: false }),
    xfwd: true,
    proxyTimeout: 30_000,
    on: {
      // Next tells a page which route it is, not which address was asked for.
      proxyReq: (proxied, request, response) => {
        proxied.setHeader('x-fiducial-path', request.url ?? '/');
        const { header, nonce } = pagePolicy();
        proxied.setHeader('content-security-policy', header);
        proxied.setHeader('x-fiducial-nonce', nonce);
        response.setHeader('content-security-policy', header);
      },
      error: (error, request, response) => {
        log.warn({ error: error.message, path: request.url }, 'the pages did not answer');
        if (!('writeHead' in response)) return response.destroy();
        unavailable(request, response as ServerResponse);
      },
    },
  }) as RequestHandler; // its own type of request is the base of Express's
}

/** An address at which there is no page. */
const nowhere = '/nowhere';

/** Whether a path can be decoded: one that cannot, the pages would answer with a failure of their own. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function unavailable(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) {
    // Cut off rather than ended: half a script is not to pass for a whole one.
    response.destroy();
    return;
  }
  const headers = { 'retry-after': '2', 'cache-control': 'no-store' };
  if (!isDocument(request)) {
    response.writeHead(503, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
    response.end('The pages do not answer. Try again in a moment.');
    return;
  }
  response.writeHead(503, { ...headers, 'content-type': 'text/html; charset=utf-8' });
  response.end(
    '<!doctype html><title>Fiducial</title><meta http-equiv="refresh" content="2">' +
      '<p>The pages are starting. This one loads again by itself in two seconds.</p>',
  );
}

/** Whether a person is to see the answer, and not a script, a style sheet or a page's own request. */
function isDocument({ headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined) return destination === 'document';
  return headers.accept?.includes('text/html') ?? false;
}
