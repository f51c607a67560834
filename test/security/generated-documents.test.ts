import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { schema } from '@fiducial/server/graphql/schema';
import fc from 'fast-check';
import { OperationTypeNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Answer, ApiBench } from '../testkit/api-bench';
import { processorMsOf } from '../testkit/processor-time';
import { documents, type GeneratedDocument } from './document-arbitrary';
import { type Headers, openTwoTeams, type StockedTeam } from './two-teams';

/**
 * Documents made at random over the whole schema, right ones and wrong ones. `RUNS=20000 SEED=7` in the environment looks
 * further; a failure prints its seed and the smallest document that fails.
 */
const runs = Number(process.env.RUNS ?? 120);
const seed = Number(process.env.SEED ?? 1);
const slowMs = 20;
/** Shrinking a document takes as long as it likes. */
const settings = { seed, interruptAfterTimeLimit: 10 * 60_000, markInterruptAsFailure: true };

let api: ApiBench;
let ours: StockedTeam;
let headers: Headers;
beforeAll(async () => {
  ({ api, ours } = await openTwoTeams());
  headers = ours.admin;
}, 120_000);
afterAll(() => api.close());

/** What no answer may hold: of stacks, of SQL, of Prisma's words, of paths on the server. */
const inside =
  /node_modules|\.[jt]s:\d|\n\s+at |\\n\s+at |\bSELECT "|\bINSERT INTO|invocation:|prisma|violates|ECONN|\/tmp\/|\/home\/|Internal error|Unexpected error/i;

interface Told extends Answer<unknown> {
  readonly status: number;
  readonly ms: number;
  readonly text: string;
}

async function post(body: string, from: Headers = headers): Promise<Told> {
  const started = performance.now();
  const response = await fetch(`${api.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...from },
    body,
  });
  const text = await response.text();
  const ms = performance.now() - started;
  expect(response.headers.get('content-type')).toMatch(/^application\/(json|graphql-response\+json)/);
  return { status: response.status, ms, text, ...(JSON.parse(text) as Answer<unknown>) };
}

const bodyOf = ({ query, variables }: GeneratedDocument): string =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;

/** That an answer is one of ours: in JSON, with a code for every error, without a word of what is inside. */
function expectSound({ status, text, data, errors }: Told): void {
  expect([200, 400, 405]).toContain(status);
  // What is no request at all never gets as far as GraphQL.
  expect(data !== undefined || errors?.length || 'error' in JSON.parse(text)).toBeTruthy();
  for (const { extensions } of errors ?? []) {
    expect(extensions?.code, text).toEqual(expect.any(String));
    expect(extensions?.code, `${text}\n${api.output().slice(-3000)}`).not.toMatch(/^INTERNAL/);
  }
  expect(text.match(inside)?.[0], text).toBeUndefined();
}

const codesOf = ({ errors }: Told): string =>
  (errors ?? []).map(({ extensions }) => extensions?.code).join(' ');

/**
 * That it was refused at once: where the clock says otherwise, by the processor's time, as the machine does other things
 * too. Sent by nobody, as it is the document that is refused: finding out who asks takes the database a while.
 */
async function expectFast(body: string, { ms }: Told): Promise<void> {
  if (ms >= slowMs)
    expect(await processorMsOf(api.address, () => post(body, {}), slowMs)).toBeLessThan(slowMs);
}

/** Sends documents, one after the other; how many of them were executed. */
async function sendAll(options: {
  operation: OperationTypeNode;
  wild: boolean;
  runs: number;
}): Promise<{ executed: number; refused: number }> {
  const counts = { executed: 0, refused: 0 };
  const made = documents(schema, { ...options, ids: ours.ids });
  const property = fc.asyncProperty(made, async (document) => {
    const body = bodyOf(document);
    const told = await post(body);
    expectSound(told);
    if (told.status === 200) counts.executed++;
    else counts.refused++;
    if (told.status === 400) await expectFast(body, told);
    if (!options.wild) expect(codesOf(told), told.text).not.toMatch(/GRAPHQL_(PARSE|VALIDATION)/);
  });
  await fc.assert(property, { ...settings, numRuns: options.runs });
  return counts;
}

const limitMs = 20 * 60_000;

describe.each([OperationTypeNode.QUERY, OperationTypeNode.MUTATION])('%s documents', (operation) => {
  test(
    'that keep to the schema are answered, or refused in words',
    async () => {
      const { executed } = await sendAll({ operation, wild: false, runs });
      expect(executed).toBeGreaterThan(runs / 2);
    },
    limitMs,
  );

  test(
    'that break it are refused at once, without a word of what is inside',
    async () => {
      const { refused } = await sendAll({ operation, wild: true, runs });
      expect(refused).toBeGreaterThan(runs / 10);
    },
    limitMs,
  );
});

test(
  'bodies of any JSON are answered in JSON, and none is an internal error',
  async () => {
    const anything = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    const parts = fc.record(
      {
        query: fc.oneof(fc.constant('query a { serverInfo { version } }'), fc.jsonValue()),
        variables: fc.jsonValue(),
        operationName: fc.oneof(fc.constant('a'), fc.jsonValue()),
        extensions: fc.jsonValue(),
        __proto__: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      anything,
      parts.map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => expectSound(await post(body))),
      { ...settings, numRuns: runs },
    );
  },
  limitMs,
);

test(
  'documents over a socket are answered, and the socket is not closed by them',
  async () => {
    const socket = new WebSocket(`${api.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    });
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await once(socket, 'open');
    const answers = new Map<string, (text: string) => void>();
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const { id, type } = JSON.parse(text) as { id?: string; type: string };
      if (type === 'ping') socket.send('{"type":"pong"}');
      if (id !== undefined) answers.get(id)?.(text);
    });
    const known = once(socket, 'message');
    socket.send('{"type":"connection_init"}');
    await known;
    let count = 0;
    const made = (['query', 'subscription'] as OperationTypeNode[]).flatMap((operation) =>
      [true, false].map((wild) => documents(schema, { operation, wild, ids: ours.ids })),
    );
    const property = fc.asyncProperty(fc.oneof(...made), async (document) => {
      const id = String(count++);
      const answered = new Promise<string>((resolve) => answers.set(id, resolve));
      socket.send(`{"id":"${id}","type":"subscribe","payload":${bodyOf(document)}}`);
      // A subscription that is good has nothing to say while nothing happens; all else is answered, if late on a busy machine.
      const quiet = sleep(document.query.includes('subscription') ? 300 : 20_000, undefined);
      const text = await Promise.race([answered, quiet, closed.then((code) => `closed with ${code}`)]);
      expect(text, `${document.query}\n${document.variables}`).not.toSatisfy((told) =>
        String(told).startsWith('closed'),
      );
      if (text === undefined) expect(document.query).toContain('subscription');
      socket.send(`{"id":"${id}","type":"complete"}`);
      expect(text?.match(inside)?.[0], text).toBeUndefined();
    });
    await fc.assert(property, { ...settings, numRuns: Math.ceil(runs / 2) });
    socket.close();
    await closed;
  },
  limitMs,
);

test('the server is alive after all of it, and has logged nothing unexpected', async () => {
  expect((await api.send('{ serverInfo { version } }', {}, headers)).errors).toBeUndefined();
  expect(api.output()).not.toMatch(/unexpected error|unhandled|uncaught/i);
});
