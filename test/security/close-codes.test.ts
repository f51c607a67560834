import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ApiBench, openApiBench } from '../testkit/api-bench';

/** How sockets end that do not keep to graphql-transport-ws: with the close codes of the protocol. */
let api: ApiBench;
beforeAll(async () => {
  api = await openApiBench();
});
afterAll(() => api.close());

const protocol = 'graphql-transport-ws';
const init = { type: 'connection_init' };
const follow = {
  id: '1',
  type: 'subscribe',
  payload: { query: 'subscription { runsChanged(projectId: "x") { __typename } }' },
};

/** Sends messages one after the other; the code with which the socket is closed. */
function closed(messages: readonly unknown[], subprotocol = protocol): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${api.address.replace('http', 'ws')}/graphql`, subprotocol);
    socket.once('open', () => {
      for (const message of messages)
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    });
    socket.once('close', (code) => resolve(code));
    socket.once('error', reject);
  });
}

test.each<[string, number, readonly unknown[], string?]>([
  ['what is no JSON', 4400, ['{']],
  ['a message that is no object', 4400, ['null']],
  ['a message of a kind that is not known', 4400, [{ type: 'start' }]],
  ['a subscription without a query', 4400, [init, { id: '1', type: 'subscribe', payload: {} }]],
  ['a subscription before it said who it is', 4401, [follow]],
  ['nothing', 4408, []],
  ['two greetings', 4429, [init, init]],
  ['a message of 300 kB', 1009, [`"${'x'.repeat(300_000)}"`]],
])('a socket that sends %s is closed with %i', async (_name, code, messages, subprotocol) => {
  expect(await closed(messages, subprotocol)).toBe(code);
});

test('a socket that is closed as something broke inside is told no word of it', async () => {
  const holder = new pg.Client({ connectionString: api.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE "AccessToken" IN ACCESS EXCLUSIVE MODE');
  const socket = new WebSocket(`${api.address.replace('http', 'ws')}/graphql`, protocol);
  await once(socket, 'open');
  socket.send(JSON.stringify({ ...init, payload: { authorization: `Bearer fid_${'x'.repeat(40)}` } }));
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  await holder.query('ROLLBACK');
  await holder.end();
  expect([code, reason.toString()]).toEqual([4500, 'Internal server error']);
});
