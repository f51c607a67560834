import type { AddressInfo } from 'node:net';
import express from 'express';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { expect, test, vi } from 'vitest';
import { contextMaker } from './context-maker';
import { readPageDocuments } from './page-documents';
import { serveHttp } from './serve-http';

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { word: { type: GraphQLString } } }),
});

test('a database that does not say who asks is told of as away, with 503', async () => {
  const away = Object.assign(new Error('Connection refused'), { code: 'ECONNREFUSED' });
  const { handler, stop } = await serveHttp(schema, {
    contextOf: () => Promise.reject(away),
    documents: readPageDocuments('', { only: false }),
  });
  const app = express().use(express.json(), handler);
  const server = app.listen(0);
  const { port } = server.address() as AddressInfo; // it listens on a port
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: '{ word }' }),
  });
  expect(response.status).toBe(503);
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE']);
  await stop();
  server.close();
});

test('is not waited for longer than a request may take', async () => {
  vi.useFakeTimers();
  const contextOf = contextMaker({} as never, {
    accounts: { knownBy: () => new Promise(() => undefined) } as never,
    documents: readPageDocuments('', { only: false }),
    spendOf: (() => undefined) as never,
  });
  const asked = expect(contextOf({} as never, new AbortController().signal)).rejects.toMatchObject({
    code: 'ETIMEDOUT',
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await asked;
  vi.useRealTimers();
});
