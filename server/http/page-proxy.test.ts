import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageProxy } from './page-proxy';

// Nothing listens on port 1.
const server = createServer(express().use(pageProxy(1)));
let address: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  [{ accept: 'text/html,*/*' }, 'text/html'],
  [{ accept: '*/*' }, 'text/plain'],
])('without the pages, what asks with %s is answered as %s', async (headers, type) => {
  const response = await fetch(`${address}/_next/chunk.js`, { headers: { ...headers, connection: 'close' } });
  expect(response.status).toBe(503);
  expect(response.headers.get('content-type')).toContain(type);
});
