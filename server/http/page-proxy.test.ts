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

test('a page is told of each answer’s own policy, and its browser of the same: no script but those that show the nonce', async () => {
  const pages = createServer((request, response) => response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const front = createServer(express().use(pageProxy((pages.address() as AddressInfo).port))); // it listens on a port
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${(front.address() as AddressInfo).port}/`, {
      headers: { connection: 'close', 'content-security-policy': "script-src 'unsafe-inline'" },
    });
    return {
      policy: response.headers.get('content-security-policy'),
      told: (await response.json()) as Record<string, string>,
    }; // headers, as told
  };
  const [first, second] = [await ask(), await ask()];
  for (const { policy, told } of [first, second]) {
    expect(told['content-security-policy']).toBe(policy);
    expect(policy).toContain(`script-src 'self' 'nonce-${told['x-fiducial-nonce']}' 'strict-dynamic'`);
  }
  expect(first.policy).not.toBe(second.policy);
  front.close();
  pages.close();
});

test('an address that cannot be decoded is asked for as one where no page is', async () => {
  const pages = createServer((request, response) => response.end(request.url));
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const front = createServer(express().use(pageProxy((pages.address() as AddressInfo).port))); // it listens on a port
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port } = front.address() as AddressInfo; // it listens on a port
  const asked = async (path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text();
  expect(await asked('/runs/%E0%A4%A')).toBe('/nowhere');
  expect(await asked('/projects/%FF?first=10')).toBe('/nowhere');
  expect(await asked('/runs/UnVuOjE%3D?text=%FF')).toBe('/runs/UnVuOjE%3D?text=%FF');
  front.close();
  pages.close();
});
