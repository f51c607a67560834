import type { PrismaClient } from '@fiducial/prisma/client';
import { makeAccessToken } from '@fiducial/server/account/access-token';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { addPerson, signIn } from '../testkit/people';
import { createProject } from '../testkit/thing-requests';

/** How much one token, account or address may ask for, and how it is told that it was more. */
const fieldsPerMinute = 1000;
let api: ApiBench;
let userId: string;
beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_FIELDS_PER_MINUTE: String(fieldsPerMinute) });
  await createProject(api);
  const { id: teamId } = await api.prisma.team.findFirstOrThrow();
  userId = (await addPerson(api.prisma, { email: 'one@example.org', teamId, role: 'VIEWER' })).id;
});
afterAll(() => api.close());

const costly = '{ projects(first: 100) { edges { node { id name } } } }';
const cheap = '{ serverInfo { version } }';

const makeToken = async (prisma: PrismaClient, name: string): Promise<string> => {
  const of = { userId, name, scope: 'READ' as const, projectId: null, expiresAt: null };
  return (await prisma.$transaction((tx) => makeAccessToken(tx, of))).secret;
};

/** Sends a document; status, header and code of what comes back. */
const post = async (query: string, headers: Readonly<Record<string, string>>) => {
  const response = await fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] };
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, retryAfter, extensions: errors?.[0]?.extensions };
};

/** Asks until it is refused. */
const exhaust = async (headers: Readonly<Record<string, string>>) => {
  for (let times = 0; times < 10; times++) {
    const answer = await post(costly, headers);
    if (answer.status === 429) return answer;
    expect(answer.status).toBe(200);
  }
  throw new Error('expected a refusal within 10 requests');
};

test('a token that asks for too much is told when to come again, and no other token is', async () => {
  const first = { authorization: `Bearer ${await makeToken(api.prisma, 'first')}` };
  const second = { authorization: `Bearer ${await makeToken(api.prisma, 'second')}` };
  const { status, retryAfter, extensions } = await exhaust(first);
  expect(status).toBe(429);
  expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
  expect(Number(retryAfter)).toBeLessThanOrEqual(60);
  expect(extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: Number(retryAfter) });
  expect((await post(cheap, first)).status).toBe(429);
  expect((await post(cheap, second)).status).toBe(200);
});

test('over a socket, the operation is refused and the socket stays open', async () => {
  const authorization = `Bearer ${await makeToken(api.prisma, 'socket')}`;
  await exhaust({ authorization });
  const client = createClient({
    url: `${api.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    lazy: false,
    retryAttempts: 0,
  });
  const refusal = () =>
    new Promise((resolve, reject) => {
      client.subscribe(
        { query: cheap },
        { next: () => reject(new Error('expected a refusal')), error: resolve, complete: () => undefined },
      );
    });
  for (let times = 0; times < 2; times++)
    expect(await refusal()).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } },
    ]);
  await client.dispose();
});

test('an account is counted over all of its sessions, apart from its tokens', async () => {
  const one = { cookie: await signIn(api, 'one@example.org') };
  const other = { cookie: await signIn(api, 'one@example.org') };
  await exhaust(one);
  expect((await post(cheap, other)).status).toBe(429);
  const token = { authorization: `Bearer ${await makeToken(api.prisma, 'beside')}` };
  expect((await post(cheap, token)).status).toBe(200);
});

test('who is not signed in is counted by address', async () => {
  const document = `{ ${Array.from({ length: 90 }, (_, at) => `a${at}: __typename`).join(' ')} }`;
  const statuses: number[] = [];
  for (let times = 0; times < 13; times++) statuses.push((await post(document, {})).status);
  expect(statuses[0]).toBe(200);
  expect(statuses.at(-1)).toBe(429);
});

test('attempts to sign in are counted by address, whatever the account', async () => {
  const attempt = (at: number) =>
    fetch(`${api.address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${at}@example.org`, password: 'not the right one' }),
    });
  const statuses: number[] = [];
  for (let at = 0; at < 31; at++) {
    const answer = await attempt(at);
    statuses.push(answer.status);
    if (answer.status !== 429) continue;
    expect(Number(answer.headers.get('x-retry-after') ?? answer.headers.get('retry-after'))).toBeGreaterThan(
      0,
    );
    break;
  }
  expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(statuses.at(-1)).toBe(429);
});

test('the owner of a server without sign-in is not counted', async () => {
  const own = await openApiBench({ FIDUCIAL_FIELDS_PER_MINUTE: '10' });
  try {
    await createProject(own);
    for (let times = 0; times < 5; times++) expect((await own.send(costly)).status).toBe(200);
  } finally {
    await own.close();
  }
});
