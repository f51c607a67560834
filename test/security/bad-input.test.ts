import { gzipSync } from 'node:zlib';
import { schema } from '@fiducial/server/graphql/schema';
import { isNonNullType } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { processorMsOf } from '../testkit/processor-time';
import { createProject } from '../testkit/thing-requests';

/** What comes in that no client of good will sends: each is refused in JSON, in words, before any work. */
let api: ApiBench;
let rowsBefore: number;
beforeAll(async () => {
  api = await openApiBench();
  await createProject(api);
  rowsBefore = await rows();
});
afterAll(() => api.close());

/** All that a request could have stored. */
async function rows(): Promise<number> {
  const { prisma } = api;
  const counts = [prisma.project.count(), prisma.run.count(), prisma.upload.count(), prisma.dataset.count()];
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

interface Refusal {
  readonly status: number;
  readonly codes: readonly (string | undefined)[];
}

/** Posts a body as it is; fails unless JSON comes back. */
async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Refusal> {
  const response = await fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  return {
    status: response.status,
    codes: (answer.errors ?? []).map(({ extensions }) => extensions?.code),
  };
}

const asked = (query: string, variables: unknown = {}) => JSON.stringify({ query, variables });
const version = '{ serverInfo { version } }';
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a body', () => {
  test.each<[string, string | Buffer, number, Record<string, string>]>([
    ['a batch', `[${asked(version)}]`, 400, {}],
    ['null', 'null', 400, {}],
    ['a number', '1', 400, {}],
    ['truncated JSON', '{"query": "{', 400, {}],
    ['nothing', '', 400, {}],
    ['ten megabytes', asked(`${version} #${'x'.repeat(10e6)}`), 413, {}],
    ['a gzip bomb', gzipSync(asked(`${version} #${'x'.repeat(50e6)}`)), 413, { 'content-encoding': 'gzip' }],
    ['a bad encoding', 'x', 415, { 'content-encoding': 'nonsense' }],
    ['broken gzip', 'not gzip', 400, { 'content-encoding': 'gzip' }],
    ['a bad character set', asked(version), 415, { 'content-type': 'application/json; charset=nonsense' }],
    ['plain text', asked(version), 415, { 'content-type': 'text/plain' }],
    ['a form', 'query={serverInfo{version}}', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['100,000 nested lists', `{"query":"${version}","variables":{"a":${deep(100_000)}}}`, 400, {}],
    ['variables that are a list', `{"query":"${version}","variables":[]}`, 400, {}],
    ['variables that are text', `{"query":"${version}","variables":"x"}`, 400, {}],
    ['an operation name that is an object', `{"query":"${version}","operationName":{"not":null}}`, 400, {}],
    ['a query that is an object', '{"query":{"not":null}}', 400, {}],
    [
      'a persisted query that nobody registered',
      `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`,
      400,
      {},
    ],
  ])('is answered in JSON: %s', async (_name, body, status, headers) => {
    expect((await post(body, headers)).status).toBe(status);
  });

  test('of a query and a hash does not register the query', async () => {
    const { createHash } = await import('node:crypto');
    const sha256Hash = createHash('sha256').update(version).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await post(JSON.stringify({ query: version, extensions }));
    expect((await post(JSON.stringify({ extensions }))).status).toBe(400);
  });
});

const aliases = Array.from({ length: 1000 }, (_, at) => `a${at}:__typename`).join(' ');
const chain = (length: number, field: string) =>
  Array.from(
    { length },
    (_, at) => `fragment f${at} on Run { ${field} { ${at < length - 1 ? `...f${at + 1}` : 'id'} } }`,
  ).join(' ');
const inRun = (selection: string) => `{ runs(first: 1) { edges { node { ${selection} } } } }`;
const page = (size: string) => `{ projects(first: ${size}) { edges { cursor } } }`;
const sized = 'query ($n: Int) { projects(first: $n) { edges { cursor } } }';

describe('a document', () => {
  test.each<[string, string, string | RegExp, unknown?]>([
    ['50 levels', inRun(`${'reusedFrom { '.repeat(50)}id${' }'.repeat(50)}`), 'QUERY_TOO_DEEP'],
    ['50 levels through fragments', `${inRun('...f0')} ${chain(50, 'reusedFrom')}`, 'QUERY_TOO_DEEP'],
    [
      '50 levels through inline fragments',
      inRun(`${'... on Run { reusedFrom { '.repeat(50)}id${' } }'.repeat(50)}`),
      'QUERY_TOO_DEEP',
    ],
    ['2,000 levels', `${'{ a '.repeat(1900)}${'}'.repeat(1900)}`, 'QUERY_TOO_DEEP'],
    ['a value of 1,000 levels', `{ node(id: ${deep(1000)}) { id } }`, 'QUERY_TOO_DEEP'],
    [
      'a cycle of fragments',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
      /VALIDATION/,
    ],
    ['1,000 aliases', `{ ${aliases} }`, 'DOCUMENT_TOO_LARGE'],
    ['3,900 times one field', `{ ${'__typename '.repeat(3900)} }`, 'DOCUMENT_TOO_LARGE'],
    ['10,000 times one field', `{ ${'__typename '.repeat(10_000)} }`, 'DOCUMENT_TOO_LARGE'],
    ['60 directives', `{ serverInfo { version ${'@include(if: true) '.repeat(60)} } }`, 'DOCUMENT_TOO_LARGE'],
    ['20,000 tokens', `{ ${'serverInfo { version } '.repeat(5000)} }`, 'DOCUMENT_TOO_LARGE'],
    ['a name of 200,000 characters', `{ ${'x'.repeat(200_000)} }`, 'DOCUMENT_TOO_LARGE'],
    ['a page of -1', page('-1'), 'PAGE_SIZE'],
    ['a page of 0', page('0'), 'PAGE_SIZE'],
    ['a page of 2^31-1', page('2147483647'), 'PAGE_SIZE'],
    ['a page of 101', page('101'), 'PAGE_SIZE'],
    ['a page of no size', '{ projects { edges { cursor } } }', 'PAGE_SIZE'],
    ['a page of null', page('null'), 'PAGE_SIZE'],
    ['a page of 101 in a variable', sized, 'PAGE_SIZE', { n: 101 }],
    ['a page of no size in a variable', sized, 'PAGE_SIZE', {}],
    ['a page of text in a variable', sized, 'PAGE_SIZE', { n: '5' }],
    ['a page of 1,000 by default', sized.replace('Int)', 'Int = 1000)'), 'PAGE_SIZE'],
    [
      'a hidden page of 2^31',
      `{ ...a } fragment a on Query { ... { ${page('2147483647').slice(1)} }`,
      'PAGE_SIZE',
    ],
    [
      '101 ids',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      'PAGE_SIZE',
      { ids: Array.from({ length: 101 }, () => 'x') },
    ],
    [
      '100 x 100 x 100 elements',
      '{ projects(first: 100) { edges { node { models(first: 100) { edges { node { project { models(first: 100) { edges { node { id name } } } } } } } } } } }',
      'QUERY_TOO_COSTLY',
    ],
  ])('is refused in 20 ms of the processor: %s', async (_name, query, code, variables) => {
    const body = asked(query, variables);
    const { status, codes } = await post(body);
    expect(status).toBe(400);
    expect(codes[0]).toMatch(code);
    expect(await processorMsOf(api.address, () => post(body), 20)).toBeLessThan(20);
  });

  test('with 200 mistakes is told of ten', async () => {
    const query = `{ ${Array.from({ length: 200 }, (_, at) => `no${at}`).join(' ')} }`;
    expect((await post(asked(query))).codes.length).toBeLessThanOrEqual(11);
  });

  test('with 200 mistakes in its variables is told of ten', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const { codes } = await post(asked(query, { ids: Array.from({ length: 90 }, () => ({})) }));
    expect(codes.length).toBeLessThanOrEqual(11);
  });

  test('that nearly names a field is not told the name', async () => {
    const { errors } = await api.send('{ serverInf { version } }');
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    expect(JSON.stringify(errors)).not.toContain('serverInfo');
  });
});

describe('a value', () => {
  const after = 'query ($after: String) { projects(first: 1, after: $after) { edges { cursor } } }';
  test.each([
    'x',
    '',
    'R1BDOlM6eA==',
    `GPC:S:${'x'.repeat(1000)}`,
    Buffer.from("GPC:S:' OR 1=1").toString('base64'),
    Buffer.from('GPC:N:1e999').toString('base64'),
    Buffer.from('GPC:D:x').toString('base64'),
    Buffer.from('GPC:J:{"not":null}').toString('base64'),
    'a\u0000b',
    '\ud800',
    '__proto__',
  ])('that is a forged cursor is no internal error: %j', async (cursor) => {
    const { errors } = await api.send(after, { after: cursor });
    for (const { extensions } of errors ?? [])
      expect(extensions?.code, api.output().slice(-2000)).not.toBe('INTERNAL');
  });

  test.each(['GPC:J:{"not":null}', 'GPC:N:1', 'GPC:S:x'])(
    'that is a forged cursor of a list within something else is refused: %s',
    async (text) => {
      const cursor = Buffer.from(text).toString('base64');
      const inner = 'models(first: 2, after: $after) { edges { node { id } } }';
      const query = `query ($after: String) { projects(first: 1) { edges { node { ${inner} } } } }`;
      for (const [document, variables] of [
        [query, { after: cursor }],
        [query.replace('$after)', `"${cursor}")`).replace(' ($after: String)', ''), {}],
      ] as const) {
        const { errors } = await api.send(document, variables);
        expect(errors?.[0]?.extensions?.code, api.output().slice(-2000)).toBe('BAD_USER_INPUT');
      }
    },
  );

  test.each(['zz', '', 'OffsetConnection:1'])(
    'that is no cursor at all is refused as a value: %j',
    async (cursor) => {
      const inner = 'reports(first: 2, after: $after) { edges { node { id } } }';
      const query = `query ($after: String) { projects(first: 1) { edges { node { ${inner} } } } }`;
      const { errors } = await api.send(query, { after: cursor });
      expect(errors?.[0]?.extensions?.code, api.output().slice(-2000)).toBe('BAD_USER_INPUT');
    },
  );

  test('that holds half a character in an argument below the root is refused', async () => {
    const query =
      'query ($after: String) { projects(first: 1) { edges { node { models(first: 2, after: $after) { edges { cursor } } } } } }';
    for (const after of ['a\0', '\ud800'])
      expect((await api.send(query, { after })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test.each<[string, unknown]>([
    ['an object where text belongs', { slug: {} }],
    ['nothing', {}],
  ])('over a socket that is %s is refused in words', async (_name, variables) => {
    const followed = api.follow('query ($slug: String!) { project(slug: $slug) { id } }', variables as never);
    await expect(followed.next()).rejects.toThrow(/Variable .*BAD_REQUEST/);
  });

  test.each([{ not: null }, ['x'], 1, true, { __proto__: null }])(
    'that is %j where text belongs is refused by the schema',
    async (slug) => {
      const { status, errors } = await api.send('query ($slug: String!) { project(slug: $slug) { id } }', {
        slug,
      });
      expect(status).toBe(400);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    },
  );

  test('that is an id of another type finds nothing', async () => {
    const { projects } = await api.ask<{ projects: { edges: { node: { id: string } }[] } }>(
      '{ projects(first: 1) { edges { node { id } } } }',
    );
    const id = Buffer.from(projects.edges[0]?.node.id ?? '', 'base64')
      .toString()
      .replace('Project', 'Run');
    const { data, errors } = await api.send<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', {
      id: Buffer.from(id).toString('base64'),
    });
    expect(data?.node ?? null).toBeNull();
    for (const { extensions } of errors ?? []) expect(extensions?.code).not.toBe('INTERNAL');
  });
});

describe('an id that is none', () => {
  const called = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const ids = args.filter(({ type }) => String(type) === 'ID!');
    return ids.length > 0 && args.every(({ type }) => String(type) === 'ID!' || !isNonNullType(type))
      ? [{ name, ids }]
      : [];
  });

  test.each(called)('is a member of the result of $name', async ({ name, ids }) => {
    const given = ids.map((id) => `${id.name}: "x"`).join(', ');
    const { data, errors } = await api.send<{ result: { __typename: string; field: string } }>(
      `mutation { result: ${name}(${given}) { __typename ... on InvalidInputError { field message } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.result).toMatchObject({ __typename: 'InvalidInputError', field: 'id' });
  });

  test('is one of mutations with an input, too', async () => {
    const { errors, data } = await api.send(
      'mutation { result: buildReferenceSet(input: { modelId: "x" }) { __typename } }',
    );
    expect([errors, data]).toEqual([undefined, { result: { __typename: 'InvalidInputError' } }]);
  });
});

describe('a moment that no calendar of ours has', () => {
  test.each(['+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z', '0000-01-01T00:00:00Z'])(
    'is refused in words where it is asked for: %s',
    async (moment) => {
      const { errors } = await api.send(
        'query ($at: DateTime!) { runs(first: 1, filter: { created: { from: $at } }) { totalCount } }',
        { at: moment },
      );
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message.length).toBeLessThan(500);
    },
  );

  test.each(['0000-01-01 00:00:00+00', '2026-02-30 00:00:00+00', '2026-13-01 00:00:00+00'])(
    'is refused in a cursor: %s',
    async (moment) => {
      const place = JSON.stringify([moment, '00000000-0000-7000-8000-000000000000']);
      const { errors } = await api.send(
        'query ($after: String) { runs(first: 1, after: $after, sort: { field: ENDED }) { totalCount } }',
        { after: Buffer.from(place).toString('base64url') },
      );
      expect(errors?.[0]).toMatchObject({
        message: 'cursor: expected one that this list gave, sorted as it is now',
      });
    },
  );
});

test.each(['\u200b', 'a\nb', 'a\u0007', '\u202egnp.exe', '\u2066x'])(
  'a name with nothing to see, of several lines, or that turns what stands beside it is refused: %j',
  async (name) => {
    const { data } = await api.send(
      'mutation ($name: String!) { result: createProject(input: { name: $name }) { __typename } }',
      { name },
    );
    expect(data).toEqual({ result: { __typename: 'InvalidInputError' } });
  },
);

test('nothing of all this was stored', async () => {
  expect(await rows()).toBe(rowsBefore);
});

test('more types of events than there are is refused, however many', async () => {
  const projectId = await createProject(api);
  const { result } = await api.ask<{ result: { id: string } }>(
    `mutation { result: createRun(input: { projectId: "${projectId}" }) { ... on Run { id } } }`,
  );
  const { errors } = await api.send(
    'query ($id: ID!, $types: [String!]) { node(id: $id) { ... on Run { events(first: 1, types: $types) { seq } } } }',
    { id: result.id, types: Array.from({ length: 40_000 }, () => 'a') },
  );
  expect(errors?.[0]?.message).toBe('types: expected at most 100, got 40000');
});

describe('a request that takes too long', () => {
  test('is given up: by the database after 5 s, and whoever waits longer after 10 s, in words', async () => {
    const holder = new pg.Client({ connectionString: api.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE "Project" IN ACCESS EXCLUSIVE MODE');
    const started = performance.now();
    // More than there are connections to the database: some wait for one, and then for the lock.
    const answers = await Promise.all(
      Array.from({ length: 35 }, () => api.send('{ projects(first: 1) { edges { node { id name } } } }')),
    );
    const took = performance.now() - started;
    await holder.query('ROLLBACK');
    await holder.end();
    expect(took).toBeGreaterThan(4500);
    // 10 s, and what a busy machine adds to 35 requests.
    expect(took).toBeLessThan(25_000);
    // Who stood in line for a connection before it was known who asks was told nothing by the database at all.
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.code);
    for (const code of codes) expect(['DEADLINE', 'UNAVAILABLE'], api.output().slice(-1500)).toContain(code);
    expect(codes).toContain('DEADLINE');
    for (const { errors } of answers)
      expect(errors?.[0]?.message).toMatch(/took too long|within|nothing is lost/);
    expect(JSON.stringify(answers)).not.toMatch(/statement_timeout|SELECT|prisma/i);
    expect((await api.send('{ projects(first: 1) { edges { cursor } } }')).errors).toBeUndefined();
  });
});
