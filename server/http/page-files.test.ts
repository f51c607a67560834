import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageFiles } from './page-files';

const text = 'export const a = 1;\n'.repeat(200);
let port: number;
const servers: ReturnType<typeof createServer>[] = [];

/** A front door with the files of a folder, and somebody behind it who answers the rest. */
async function open(folder: string): Promise<number> {
  const app = express().use('/_next/static', pageFiles(folder));
  app.use((_, response) => void response.send('the pages’ process'));
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-pages-'));
  await writeFile(join(folder, 'a-1b2c.js'), text);
  await writeFile(join(folder, 'a-1b2c.js.br'), brotliCompressSync(text));
  await writeFile(join(folder, 'a-1b2c.js.gz'), gzipSync(text));
  port = await open(folder);
});
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

/** As it comes over the line: `fetch` would decode it, and tidy the path. */
function get(path: string, encoding: string, at = port) {
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const options = { port: at, path, headers: { 'accept-encoding': encoding }, agent: false };
    request({ ...options, host: '127.0.0.1' }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['identity', undefined, (bytes: Buffer) => bytes],
] as const)('who takes %s gets a file as %s, to keep for good', async (takes, encoding, decode) => {
  const { headers, body } = await get('/_next/static/a-1b2c.js', takes);
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers['content-type']).toMatch(/javascript/);
  expect(headers['cache-control']).toMatch(/immutable/);
  expect(headers.vary).toMatch(/accept-encoding/i);
  expect(decode(body).toString()).toBe(text);
});

test('what it does not have, and what lies elsewhere, is left to the pages', async () => {
  for (const path of ['b.js', '../x', '%2e%2e%2fx', '..%2f..%2fetc%2fpasswd', 'a-1b2c.js%00'])
    expect((await get(`/_next/static/${path}`, 'gzip')).body.toString(), path).toBe('the pages’ process');
});

test('a file that a new build took away is left to the pages, too, and nothing ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-pages-'));
  await writeFile(join(folder, 'old.js'), text);
  const at = await open(folder);
  expect((await get('/_next/static/old.js', 'br', at)).body.toString()).toBe(text);
  await rm(join(folder, 'old.js'));
  for (let time = 0; time < 2; time++)
    expect((await get('/_next/static/old.js', 'br', at)).body.toString()).toBe('the pages’ process');
});

test('without a folder everything is', async () => {
  const at = await open(join(tmpdir(), 'fiducial-no-such-folder'));
  expect((await get('/_next/static/a-1b2c.js', 'br', at)).body.toString()).toBe('the pages’ process');
});
