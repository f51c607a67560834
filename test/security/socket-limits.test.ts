import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAccessToken } from '@fiducial/server/account/access-token';
import { maxOperationsEach, maxSocketsEach } from '@fiducial/server/graphql/socket-roster';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { addPerson } from '../testkit/people';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

/** What one token or account may keep open, and what becomes of who reads too slowly. */
let api: ApiBench;
let userId: string;
let projectId: string;
beforeAll(async () => {
  api = await openApiBench();
  projectId = await createProject(api);
  const { id: teamId } = await api.prisma.team.findFirstOrThrow();
  userId = (await addPerson(api.prisma, { email: 'one@example.org', teamId, role: 'VIEWER' })).id;
});
afterAll(() => api.close());

const open = new Set<WebSocket>();
afterEach(() => {
  for (const socket of open) socket.terminate();
  open.clear();
});

async function makeToken(name: string): Promise<string> {
  const of = { userId, name, scope: 'READ' as const, projectId: null, expiresAt: null };
  const { secret } = await api.prisma.$transaction((tx) => makeAccessToken(tx, of));
  return `Bearer ${secret}`;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { errors?: unknown; data?: unknown } | { extensions?: { code?: string } }[];
}

/** A socket as it is after its greeting: acknowledged, or closed with a code. */
async function connect(authorization: string): Promise<{ socket: WebSocket; code?: number }> {
  const socket = new WebSocket(`${api.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  open.add(socket);
  await once(socket, 'open');
  const answered = once(socket, 'message').then(() => undefined);
  const closed = once(socket, 'close').then(([code]) => code as number);
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  const code = await Promise.race([answered, closed]);
  return code === undefined ? { socket } : { socket, code };
}

const subscribe = (socket: WebSocket, id: string, query: string): void =>
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
const following = (): string => `subscription { projectRuns(projectId: "${projectId}") { id } }`;

/** The next message for an operation. */
function answerTo(socket: WebSocket, id: string): Promise<Message> {
  return new Promise((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      if (message.id === id) resolve(message);
    });
  });
}

test(`a token opens ${maxSocketsEach} sockets and no more, until one is closed; others open theirs`, async () => {
  const first = await makeToken('first');
  const sockets: WebSocket[] = [];
  for (let count = 0; count < maxSocketsEach; count++) {
    const { socket, code } = await connect(first);
    expect(code).toBeUndefined();
    sockets.push(socket);
  }
  expect((await connect(first)).code).toBe(1013);
  expect((await connect(await makeToken('second'))).code).toBeUndefined();
  sockets[0]?.close();
  await waitFor('the place to be free', async () => (await connect(first)).code === undefined);
});

test(`a token runs ${maxOperationsEach} operations at once over all of its sockets, and no more`, async () => {
  const token = await makeToken('follower');
  const [one, two, three] = await Promise.all([connect(token), connect(token), connect(token)]);
  for (let count = 0; count < maxOperationsEach; count++)
    subscribe(count % 2 ? one.socket : two.socket, String(count), following());
  // What is refused is told at once: a following that is good has nothing to say.
  const early = Promise.race([answerTo(one.socket, '199'), answerTo(two.socket, '198'), sleep(1500)]);
  expect(await early).toBeUndefined();
  const answer = answerTo(three.socket, 'more');
  subscribe(three.socket, 'more', '{ serverInfo { version } }');
  expect(await answer).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'LIMIT' } }] });
  one.socket.send('{"id":"1","type":"complete"}');
  await waitFor('the place to be free', async () => {
    const again = answerTo(three.socket, 'again');
    subscribe(three.socket, 'again', '{ serverInfo { version } }');
    return (await again).type === 'next';
  });
});

test('one socket runs 100 operations at once', async () => {
  const { socket } = await connect(await makeToken('greedy'));
  for (let count = 0; count < 100; count++) subscribe(socket, String(count), following());
  const answer = answerTo(socket, '100');
  subscribe(socket, '100', following());
  expect(await answer).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'LIMIT' } }] });
});

test('who asks for much and reads nothing is cut off, and nobody else notices', async () => {
  const { socket } = await connect(await makeToken('slow'));
  const query = getIntrospectionQuery();
  const whole = answerTo(socket, 'whole');
  subscribe(socket, 'whole', query);
  const bytes = JSON.stringify(await whole).length;
  const line = (socket as unknown as { _socket: Socket })._socket;
  line.pause();
  const closed = once(socket, 'close');
  // Far more than what may wait, and what sockets of the system take in on both sides.
  const times = Math.ceil((40 * 2 ** 20) / bytes);
  for (let count = 0; count < times; count++) {
    subscribe(socket, String(count), query);
    await sleep(5);
  }
  await waitFor(
    'the server to cut it off',
    () => api.output().includes('cut off that reads too slowly'),
    30_000,
  );
  expect((await api.send('{ serverInfo { version } }')).status).toBe(200);
  line.resume();
  await closed;
});

test('an answer over a socket is as long as one over HTTP, and no longer', async () => {
  const { socket } = await connect(await makeToken('long'));
  const answer = answerTo(socket, 'long');
  const fields = Array.from({ length: 60 }, (_, at) => `a${at}: __schema { types { ...T } }`).join(' ');
  subscribe(
    socket,
    'long',
    `{ ${fields} } fragment T on __Type { name description fields { name description args { name description } } }`,
  );
  expect(await answer).toMatchObject({ payload: { errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] } });
});
