import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { freePort } from '../testkit/free-port';
import { addPerson, password } from '../testkit/people';

const file = (name: string) => join(import.meta.dirname, '../testkit/certificates', name);
const ca = readFileSync(file('current.pem'));
const email = 'ada@example.org';

let database: TestDatabase;
let data: string;
beforeAll(async () => {
  database = await cloneDatabase();
  data = await mkdtemp(join(tmpdir(), 'fiducial-tls-'));
  const { prisma } = database;
  const team = await prisma.team.create({ data: { slug: 'team', name: 'Team' } });
  await addPerson(prisma, { email, teamId: team.id, role: 'ADMIN' });
});
afterAll(async () => {
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

const start = (variables: Record<string, string>) =>
  startApiProcess({ DATABASE_URL: database.url, FIDUCIAL_DATA: data, ...variables });

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks one API; over TLS only its own certificate is believed. */
function ask(
  port: string,
  path: string,
  {
    tls = false,
    body,
    headers = {},
  }: { tls?: boolean; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const options = {
    ...{ host: '127.0.0.1', port, path, ca, agent: false },
    method: body ? 'POST' : 'GET',
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
  };
  return new Promise((resolve, reject) => {
    const asked = (tls ? request : plainRequest)(options, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    asked.once('error', reject);
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}

const signIn = (port: string, tls: boolean, headers: Record<string, string> = {}) =>
  ask(port, '/api/auth/sign-in/email', { tls, body: { email, password }, headers });

describe('with a certificate', () => {
  let api: ApiProcess;
  let port: string;
  let internal: string;
  beforeAll(async () => {
    internal = String(await freePort());
    api = await start({
      FIDUCIAL_TLS_CERT: file('current.pem'),
      FIDUCIAL_TLS_KEY: file('current.key'),
      FIDUCIAL_INTERNAL_PORT: internal,
    });
    port = new URL(api.address).port;
  });
  afterAll(() => api.stop());

  test('the port speaks TLS alone, and says to use nothing else', async () => {
    const answer = await ask(port, '/readyz', { tls: true });
    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=15552000');
    await expect(ask(port, '/readyz')).rejects.toThrow();
  });

  test('cookies go over TLS only', async () => {
    const { status, headers } = await signIn(port, true);
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(/^__Secure-fiducial.*; HttpOnly; Secure; SameSite=Lax/);
  });

  test('sockets are served', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { ca });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
  });

  test('the pages on this machine reach it past TLS', async () => {
    expect((await ask(internal, '/readyz')).status).toBe(200);
  });
});

describe('half of a configuration is refused at the start', () => {
  const certificate = (name: string, key: string) => ({
    FIDUCIAL_TLS_CERT: file(`${name}.pem`),
    ...(key && { FIDUCIAL_TLS_KEY: file(`${key}.key`) }),
  });
  const open = { FIDUCIAL_HOST: '0.0.0.0', FIDUCIAL_PUBLIC_URL: 'https://fiducial.example.org' };
  test.each<[string, Record<string, string>, RegExp]>([
    ['a certificate without a key', certificate('current', ''), /expected both, or none/],
    ['the key of another certificate', certificate('current', 'ended'), /got of another certificate in/],
    ['a certificate that has ended', certificate('ended', 'ended'), /has ended on 2021-01-01/],
    ['an address with https and neither certificate nor proxy', open, /listens on 0\.0\.0\.0 without TLS/],
  ])('%s', async (_what, variables, words) => {
    await expect(start(variables)).rejects.toThrow(words);
  });
});

describe('behind a proxy', () => {
  const passedOn = {
    'x-forwarded-for': '198.51.100.1, 203.0.113.7',
    'x-forwarded-host': 'fiducial.example.org',
    'x-forwarded-proto': 'https',
  };
  const addresses = async () =>
    (await database.prisma.session.findMany({ select: { ipAddress: true } })).map(
      ({ ipAddress }) => ipAddress,
    );

  test('that is trusted, what it says of the asker is believed, and no more than it says itself', async () => {
    const api = await start({
      FIDUCIAL_PUBLIC_URL: 'https://fiducial.example.org',
      FIDUCIAL_TRUSTED_PROXIES: '127.0.0.0/8',
    });
    const { port } = new URL(api.address);
    const headers = { ...passedOn, host: '127.0.0.1', origin: 'https://fiducial.example.org' };
    const answer = await signIn(port, false, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toContain('; Secure');
    // The nearest hop's word; what the client wrote before it is not believed.
    expect(await addresses()).toContain('203.0.113.7');
    expect(await addresses()).not.toContain('198.51.100.1');
    // Whoever is this machine to the server is no longer so: behind it may be anybody.
    expect((await ask(port, '/metrics')).status).toBe(403);
    await api.stop();
  });

  test('that nobody named, nothing of it is believed', async () => {
    await database.prisma.session.deleteMany();
    const api = await start({});
    const { port } = new URL(api.address);
    expect((await signIn(port, false, passedOn)).status).toBe(200);
    expect(await addresses()).toEqual(['127.0.0.1']);
    const foreign = await signIn(port, false, { ...passedOn, origin: 'https://fiducial.example.org' });
    expect(foreign.status).toBe(403);
    await api.stop();
  });
});
