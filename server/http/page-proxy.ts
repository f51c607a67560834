import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

/** Passes everything else on to the process of the pages; without one, says so. */
export function pageProxy(webPort: number): RequestHandler {
  if (!webPort)
    return (request, response) => {
      response.status(404).json({ error: `No such address: ${request.path.slice(0, 200)}.` });
    };
  return createProxyMiddleware({
    target: `http://127.0.0.1:${webPort}`,
    xfwd: true,
    proxyTimeout: 30_000,
    on: {
      error: (_error, _request, response) => {
        if (!('writeHead' in response)) return response.destroy();
        unavailable(response as ServerResponse);
      },
    },
  }) as RequestHandler; // its own type of request is the base of Express's
}

function unavailable(response: ServerResponse): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2' });
  response.end(
    '<!doctype html><title>Fiducial</title><meta http-equiv="refresh" content="2">' +
      '<p>The pages are starting. This one loads again by itself in two seconds.</p>',
  );
}
