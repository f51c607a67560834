import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAccessToken } from '@fiducial/server/account/access-token';
import { schema } from '@fiducial/server/graphql/schema';
import { parse, validate } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type Answer, type ApiBench, openApiBench } from '../testkit/api-bench';
import { addPerson, signIn } from '../testkit/people';

/** A server that takes from browsers nothing but the documents of its own pages, which they name by their digests. */
let api: ApiBench;
let session: Record<string, string>;
let token: Record<string, string>;
let listed: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'fiducial-documents-'));

beforeAll(async () => {
  const file = join(folder, 'documents.json');
  execFileSync(process.execPath, [join(import.meta.dirname, '../../web/collect-documents.mjs'), file]);
  listed = JSON.parse(readFileSync(file, 'utf8'));
  api = await openApiBench({ FIDUCIAL_PERSISTED_ONLY: 'true', FIDUCIAL_PAGE_DOCUMENTS: file });
  const team = await api.prisma.team.create({ data: { slug: 'team', name: 'Team' } });
  const { id: userId } = await addPerson(api.prisma, {
    email: 'a@example.org',
    teamId: team.id,
    role: 'ADMIN',
  });
  await addPerson(api.prisma, { email: 'b@example.org', teamId: team.id, role: 'ADMIN' });
  session = { cookie: await signIn(api, 'a@example.org') };
  const made = await api.prisma.$transaction((tx) =>
    makeAccessToken(tx, { userId, name: 'a', scope: 'READ', projectId: null, expiresAt: null }),
  );
  token = { authorization: `Bearer ${made.secret}` };
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

async function post(body: unknown, headers: Record<string, string>) {
  const response = await fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as Answer<unknown>;
  return { status: response.status, data, code: errors?.[0]?.extensions?.code };
}

/** Digest and text of an operation of the pages. */
function operation(name: string): [digest: string, text: string] {
  const found = Object.entries(listed).find(([, text]) =>
    new RegExp(`\\b${name}\\b`).test(text.split('{')[0] ?? ''),
  );
  if (!found) throw new Error(`${name}: expected an operation of the pages`);
  return found;
}

const foreign = '{ serverInfo { version features } }';

test('what the pages send is good by the schema', () => {
  expect(Object.keys(listed).length).toBeGreaterThan(50);
  for (const text of Object.values(listed)) expect(validate(schema, parse(text)), text).toEqual([]);
});

test('a document of the pages is answered by its digest as by its text', async () => {
  const [digest, query] = operation('Methods');
  const byId = await post({ documentId: `sha256:${digest}` }, session);
  expect(byId).toMatchObject({ status: 200, data: { attackMethods: expect.any(Array) } });
  expect(await post({ query }, session)).toEqual(byId);
});

test('variables come along', async () => {
  const [digest] = operation('ProjectName');
  const asked = { documentId: `sha256:${digest}`, variables: { id: 'x' } };
  expect((await post(asked, session)).code).toBe('BAD_USER_INPUT');
});

test('another document is refused from a browser, and taken from a program with a token', async () => {
  expect(await post({ query: foreign }, session)).toEqual({ status: 403, code: 'PERSISTED_ONLY' });
  const { status, data } = await post({ query: foreign }, token);
  expect(status).toBe(200);
  expect(data).toMatchObject({ serverInfo: { features: expect.arrayContaining(['persistedOnly']) } });
});

test('nobody adds to the list', async () => {
  const sha256Hash = createHash('sha256').update(foreign).digest('hex');
  const persistedQuery = { version: 1, sha256Hash };
  for (const from of [token, session]) {
    await post({ query: foreign }, from);
    await post({ query: foreign, extensions: { persistedQuery } }, from);
    expect(await post({ documentId: `sha256:${sha256Hash}` }, from)).toMatchObject({
      status: 400,
      code: 'PERSISTED_DOCUMENT_NOT_FOUND',
    });
  }
});

test.each<[string, object, string]>([
  ['is a number', { documentId: 1 }, 'BAD_REQUEST'],
  ['is null', { documentId: null }, 'BAD_REQUEST'],
  ['stands beside a query', { documentId: 'sha256:0', query: foreign }, 'BAD_REQUEST'],
  ['has a digest alone', { documentId: '0'.repeat(64) }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
  ['names what all objects have', { documentId: 'sha256:__proto__' }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
])('an id that %s is refused', async (_name, body, code) => {
  expect(await post(body, session)).toMatchObject({ status: 400, code });
});

test('over a socket of a browser, too, only what the pages follow is taken', async () => {
  const client = createClient({
    url: `${api.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: session });
      }
    },
    retryAttempts: 0,
  });
  const first = (query: string) =>
    new Promise<unknown>((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => undefined });
    });
  expect(await first(foreign)).toMatchObject([{ extensions: { code: 'PERSISTED_ONLY' } }]);
  const [, methods] = operation('Methods');
  expect(await first(methods)).toMatchObject({ data: { attackMethods: expect.any(Array) } });
  await client.dispose();
});
