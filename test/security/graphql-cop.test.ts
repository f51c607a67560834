import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';

/**
 * The checks that graphql-cop (https://github.com/dolevf/graphql-cop) makes, written out here, each by a request of its
 * own. Introspection alone is open on purpose: the schema is public.
 */
let api: ApiBench;
beforeAll(async () => {
  api = await openApiBench();
});
afterAll(() => api.close());

interface Told {
  readonly status: number;
  readonly text: string;
}

const request = async (path: string, init: RequestInit): Promise<Told> => {
  const response = await fetch(`${api.address}${path}`, init);
  return { status: response.status, text: await response.text() };
};
const json = { 'content-type': 'application/json' };
const post = (body: unknown): Promise<Told> =>
  request('/graphql', { method: 'POST', headers: json, body: JSON.stringify(body) });
const times = (count: number, of: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(' ');

/** That it was refused before anything was executed. */
const expectRefused = ({ status, text }: Told, code?: string): void => {
  expect(status).toBe(400);
  const answer = JSON.parse(text);
  expect(answer.data ?? null).toBeNull();
  expect(answer.errors.length).toBeGreaterThan(0);
  if (code) expect(answer.errors[0].extensions.code).toBe(code);
};

test('alias overloading: 101 aliases are refused', async () => {
  expectRefused(
    await post({ query: `query cop { ${times(101, (at) => `alias${at}: __typename`)} }` }),
    'DOCUMENT_TOO_LARGE',
  );
});

test('array-based batching: a list of ten queries is refused', async () => {
  const { status, text } = await post(
    Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })),
  );
  expect(status).toBe(400);
  expect(text).not.toContain('"data"');
});

test('directive overloading: ten directives at one field are refused', async () => {
  expectRefused(
    await post({ query: `query cop { __typename ${times(10, () => '@aa')} }` }),
    'DOCUMENT_TOO_LARGE',
  );
});

test('field duplication: 500 times the same field is refused', async () => {
  expectRefused(
    await post({ query: `query cop { ${times(500, () => '__typename')} }` }),
    'DOCUMENT_TOO_LARGE',
  );
});

test('circular introspection is refused', async () => {
  const inner = times(8, () => 'fields { type {');
  const query = `query cop { __schema { types { ${inner} name ${times(8, () => '} }')} } } }`;
  expectRefused(await post({ query }), 'QUERY_TOO_DEEP');
});

test('GET of a mutation is refused', async () => {
  const mutation = encodeURIComponent('mutation cop { __typename }');
  const headers = { 'apollo-require-preflight': 'yes' };
  const { status, text } = await request(`/graphql?query=${mutation}`, { headers });
  expect(status).toBe(405);
  expect(text).not.toContain('"data"');
});

test('GET of a query is refused where any page could send it without being asked first', async () => {
  const { status, text } = await request(
    `/graphql?query=${encodeURIComponent('query cop { __typename }')}`,
    {},
  );
  expect(status).toBe(400);
  expect(text).not.toContain('"data"');
});

test('POST of a form is refused', async () => {
  const { status, text } = await request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `query=${encodeURIComponent('query cop { __typename }')}`,
  });
  expect(status).toBe(415);
  expect(text).not.toContain('"data"');
});

test('field suggestions: a name that is nearly right is not put right', async () => {
  const told = await post({ query: 'query cop { serverInf { version } }' });
  expectRefused(told);
  expect(told.text).not.toMatch(/did you mean|serverInfo/i);
});

test('trace mode: an answer says nothing of how it came about', async () => {
  const { status, text } = await post({ query: 'query cop { __typename }' });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
});

test('unhandled errors: what is no operation is refused in words, without a stack', async () => {
  const told = await post({ query: 'qwerty cop { abc }' });
  expectRefused(told);
  expect(told.text).not.toMatch(/stacktrace|node_modules|\.js:\d|"exception"/);
});

test.each(['/graphiql', '/playground', '/console', '/altair', '/graphql'])(
  'no console is served at %s',
  async (path) => {
    const { text } = await request(path, { headers: { accept: 'text/html' } });
    expect(text).not.toMatch(/<html|<script/i);
  },
);
