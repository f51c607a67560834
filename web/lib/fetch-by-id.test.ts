import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fetchById } from './fetch-by-id';

const known = 'query Known { a }';
const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Answers as the API does to ids; keeps what came. */
let came: { query?: string; documentId?: string; variables?: unknown }[] = [];
const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text);
  came.push(body);
  const missing = body.documentId !== undefined && body.documentId !== idOf(known);
  response.writeHead(missing ? 400 : 200, { 'content-type': 'application/json' });
  const errors = [{ message: 'no', extensions: { code: 'PERSISTED_DOCUMENT_NOT_FOUND' } }];
  response.end(JSON.stringify(missing ? { errors } : { data: { a: 1 } }));
});
let address: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  came = [];
});

const ask = async (send: typeof fetch, query: string) => {
  const answer = await send(address, {
    method: 'POST',
    body: JSON.stringify({ query, variables: { b: 2 } }),
  });
  return { status: answer.status, body: await answer.json() };
};

test('the id of a document is sent in its place, with its variables', async () => {
  expect(await ask(fetchById(fetch), known)).toEqual({ status: 200, body: { data: { a: 1 } } });
  expect(came).toEqual([{ documentId: idOf(known), variables: { b: 2 } }]);
});

test('a document of another release is sent again as it is, and from then on', async () => {
  const send = fetchById(fetch);
  const other = 'query Other { a }';
  for (let times = 0; times < 2; times++) expect((await ask(send, other)).status).toBe(200);
  expect(came.map(({ query, documentId }) => query ?? documentId)).toEqual([idOf(other), other, other]);
});

test('what is no question of ours is sent as it is', async () => {
  await fetchById(fetch)(address, { method: 'POST', body: '{}' });
  expect(came).toEqual([{}]);
});

test('where the browser has no SHA-256 of its own, the id is the same', async () => {
  vi.stubGlobal('crypto', {});
  await ask(fetchById(fetch), known);
  vi.unstubAllGlobals();
  expect(came[0]?.documentId).toBe(idOf(known));
});
