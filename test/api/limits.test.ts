import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject } from '../testkit/thing-requests';

let api: ApiBench;
beforeAll(async () => {
  api = await openApiBench();
});
afterAll(() => api.close());

/** Posts a body as it is. */
async function post(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const response = await fetch(`${api.address}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const asked = (query: string, variables = {}) => JSON.stringify({ query, variables });

describe('a body that is no GraphQL request', () => {
  test.each([
    ['truncated JSON', '{"query": "{', {}],
    ['null', 'null', {}],
    ['an array of requests', `[${asked('{ serverInfo { version } }')}]`, {}],
    ['no query', '{}', {}],
    ['a query that is no text', '{"query": {"not": null}}', {}],
    ['plain text', asked('{ serverInfo { version } }'), { 'content-type': 'text/plain' }],
    ['a form', 'query={serverInfo{version}}', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['ten megabytes', asked(`{ serverInfo { version } } #${'x'.repeat(10e6)}`), {}],
  ])('is answered with a 4xx in JSON: %s', async (_name, body, headers) => {
    const answer = await post(body, { 'content-type': 'application/json', ...headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(() => JSON.parse(answer.text)).not.toThrow();
  });

  test('a mutation by GET is refused', async () => {
    const query = encodeURIComponent('mutation { startDemonstration { __typename } }');
    const response = await fetch(`${api.address}/graphql?query=${query}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(405);
    expect(await api.prisma.project.count()).toBe(0);
  });
});

describe('a document that asks for too much', () => {
  const nested = (depth: number, field: string) =>
    `${`${field} { edges { node { `.repeat(depth)} id ${'} } }'.repeat(depth)}`;
  const deep = `query { projects(first: 1) { edges { node { runs(first: 1) { edges { node { ${'reusedFrom { '.repeat(50)} id ${'} '.repeat(50)} } } } } } } }`;
  test.each([
    ['50 levels', deep, 'QUERY_TOO_DEEP'],
    [
      '50 levels through fragments',
      `{ runs(first: 1) { edges { node { ...f0 } } } } ${Array.from(
        { length: 50 },
        (_, at) => `fragment f${at} on Run { reusedFrom { ${at < 49 ? `...f${at + 1}` : 'id'} } }`,
      ).join(' ')}`,
      'QUERY_TOO_DEEP',
    ],
    [
      '100 x 100 x 100 elements',
      `{ projects(first: 100) { edges { node { models(first: 100) { edges { node { project { runs(first: 100) { edges { node { id } } } } } } } } } } }`,
      'QUERY_TOO_COSTLY',
    ],
  ])('is refused: %s', async (_name, query, code) => {
    const { status, errors } = await api.send(query);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  test('counts a page size that comes in a variable', async () => {
    const query = `query ($n: Int!) { projects(first: $n) { edges { node { ${nested(1, 'models(first: $n)').replace('id', 'project { runs(first: $n) { edges { node { id } } } }')} } } } }`;
    expect((await api.send(query, { n: 100 })).errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COSTLY');
    expect((await api.send(query, { n: 2 })).errors).toBeUndefined();
  });

  test.each([
    ['a cycle of fragments', 'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }'],
    ['20,000 tokens', `{ ${'serverInfo { version } '.repeat(5000)} }`],
    ['60 directives', `{ serverInfo { version ${'@include(if: true) '.repeat(60)} } }`],
    ['a page of -1', '{ projects(first: -1) { edges { cursor } } }'],
    ['a page of 2^31', '{ projects(first: 2147483648) { edges { cursor } } }'],
  ])('is refused: %s', async (_name, query) => {
    const { errors } = await api.send(query);
    expect(errors?.length).toBeGreaterThan(0);
    expect(errors?.[0]?.extensions?.code).not.toBe('INTERNAL');
  });
});

describe('ids and names of every kind', () => {
  test.each([
    'x',
    '',
    'UnVuOjE=',
    Buffer.from('Run:not-a-uuid').toString('base64'),
    Buffer.from('Run:00000000-0000-0000-0000-000000000000').toString('base64'),
    Buffer.from('Nothing:1').toString('base64'),
    'a\u0000b',
    '\ud800',
    '__proto__',
    'x'.repeat(100_000),
  ])('an id that is none is answered without an internal error', async (id) => {
    const { errors, data } = await api.send<{ node: unknown }>(
      'query ($id: ID!) { node(id: $id) { __typename } }',
      { id },
    );
    expect(data?.node ?? null).toBeNull();
    for (const { extensions } of errors ?? [])
      expect(extensions?.code, api.output().slice(-2000)).not.toBe('INTERNAL');
  });

  test.each(['../../etc/passwd', '%2e%2e', '__proto__', '🧪 Étude', '<script>'])(
    'a project may be called %j',
    async (name) => {
      const id = await createProject(api, name);
      const { node } = await api.ask<{ node: { name: string; slug: string } }>(
        'query ($id: ID!) { node(id: $id) { ... on Project { name slug } } }',
        { id },
      );
      expect(node.name).toBe(name);
      expect(node.slug).toMatch(/^[a-z0-9-]+$/);
    },
  );

  test.each([
    ['name', { name: 'a\u0000b' }],
    ['name', { name: '\ud800' }],
    ['description', { name: 'a', description: 'a\u0000b' }],
  ])('text that Postgres cannot store is refused with its field: %s', async (field, input) => {
    const { result } = await api.ask<{ result: { field: string; message: string } }>(
      'mutation ($input: CreateProjectInput!) { result: createProject(input: $input) { ... on InvalidInputError { field message } } }',
      { input },
    );
    expect(result).toEqual({ field, message: `${field}: expected text of whole characters without NUL` });
  });

  test('text that Postgres cannot store finds nothing in lists', async () => {
    const { errors } = await api.send('query ($slug: String!) { project(slug: $slug) { id } }', {
      slug: '\u0000',
    });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test.each(['', ' ', 'x'.repeat(1e5)])(
    'a project without a fitting name is refused with its field',
    async (name) => {
      const { result } = await api.ask<{ result: { field: string; message: string } }>(
        'mutation ($name: String!) { result: createProject(input: { name: $name }) { ... on InvalidInputError { field message } } }',
        { name },
      );
      expect(result.field).toBe('name');
      expect(result.message).toMatch(/expected 1 to 120 characters, got/);
    },
  );
});

describe('who may talk to it', () => {
  /** fetch sets Host itself. */
  const withHeaders = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        `${api.address}/graphql`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.once('error', reject);
      sent.end(asked('{ serverInfo { version } }'));
    });

  test('a foreign host or origin is turned away, its own are let in', async () => {
    const { host } = new URL(api.address);
    expect(await withHeaders({})).toBe(200);
    expect(await withHeaders({ origin: api.address })).toBe(200);
    expect(await withHeaders({ host: 'evil.example' })).toBe(403);
    expect(await withHeaders({ origin: 'https://evil.example' })).toBe(403);
    expect(await withHeaders({ origin: 'null' })).toBe(403);
    expect(await withHeaders({ host, origin: 'http://127.0.0.1:1' })).toBe(403);
  });

  test('a socket from a foreign page is turned away', async () => {
    const { hostname, port, host } = new URL(api.address);
    const upgrade = (origin: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(
            `GET /graphql HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
              'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
          ),
        );
        socket.once('data', (chunk) => {
          resolve(chunk.toString().split('\r\n')[0] ?? '');
          socket.destroy();
        });
      });
    expect(await upgrade('https://evil.example')).toContain('403');
    expect(await upgrade(api.address)).toContain('101');
  });
});

describe('its state', () => {
  test('is told to whom watches over it', async () => {
    expect((await fetch(`${api.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${api.address}/readyz`)).status).toBe(200);
  });

  test('an address that is not there is said so in JSON', async () => {
    const response = await fetch(`${api.address}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'No such address: /nothing.' });
  });
});
