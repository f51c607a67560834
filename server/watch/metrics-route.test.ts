import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { acceptForwarded, readTrustedProxies } from '../http/forwarded';
import { type MetricsAccess, metricsRoute } from './metrics-route';

const token = 'a-token-of-24-characters';
let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Status of a request from this machine. */
async function statusOf(access: MetricsAccess, headers: Record<string, string> = {}): Promise<number> {
  const none = () => undefined;
  const metrics = {
    read: async () => ({ text: 'up 1\n', type: 'text/plain' }),
    operationEnded: none,
    requestEnded: none,
  };
  const app = express().use((request, _response, next) => {
    acceptForwarded(request, readTrustedProxies([]));
    next();
  });
  server = createServer(app.use('/metrics', metricsRoute(metrics, access)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { connection: 'close', ...headers },
  });
  return answer.status;
}

test.each<[string, MetricsAccess, Record<string, string>, number]>([
  ['this machine', { token: undefined, proxied: false }, {}, 200],
  ['this machine, though others need a token', { token, proxied: false }, {}, 200],
  ['whoever comes through a proxy', { token, proxied: false }, { 'x-forwarded-for': '203.0.113.7' }, 403],
  ['whoever seems to be here where a proxy is expected', { token, proxied: true }, {}, 403],
  ['whoever has the token', { token, proxied: true }, { authorization: `Bearer ${token}` }, 200],
  ['whoever has another token', { token, proxied: false }, { authorization: `Bearer ${token}x` }, 403],
  [
    'whoever brings a token that nobody set',
    { token: undefined, proxied: false },
    { authorization: 'Bearer undefined' },
    403,
  ],
])('metrics answer %s as they ought to', async (_who, access, headers, status) => {
  expect(await statusOf(access, headers)).toBe(status);
});
