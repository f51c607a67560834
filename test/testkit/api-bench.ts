import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '@fiducial/prisma/client';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startApiProcess } from './api-process';
import { cloneDatabase, type TestDatabase } from './database';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

/** What a GraphQL request is answered with; a test says what shape it expects. */
export interface Answer<T> {
  readonly data?: T;
  readonly errors?: { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** An API with a database and a store of its own, spoken to as any client would. */
export interface ApiBench {
  readonly address: string;
  readonly databaseUrl: string;
  readonly prisma: PrismaClient;
  output(): string;
  /** Sends a document and returns its data. @throws {Error} when the answer has errors */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Sends a document and returns the answer as it is, with its HTTP status. */
  send<T>(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T> & { status: number }>;
  /** Events of a subscription over WebSocket. */
  follow<T>(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<T>;
  worker(variables?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  close(): Promise<void>;
}

/**
 * Sets up a bench, for a test file on a clone of the template. Empty `FIDUCIAL_TASKS` in `variables` means the product's
 * own tasks.
 */
export async function openApiBench(
  variables: Readonly<Record<string, string>> = {},
  database?: TestDatabase,
): Promise<ApiBench> {
  const { url, prisma, drop } = database ?? (await cloneDatabase());
  const artifacts = await mkdtemp(join(tmpdir(), 'fiducial-artifacts-'));
  const common = { DATABASE_URL: url, FIDUCIAL_ARTIFACTS: artifacts, FIDUCIAL_DATA: artifacts, ...variables };
  const api = await startApiProcess(common);
  const sockets = createClient({
    url: `${api.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const workers: WorkerProcess[] = [];
  const send = async <T>(
    query: string,
    of: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await fetch(`${api.address}/graphql`, {
      method: 'POST',
      // A test that computes for seconds does not notice that the server has closed an idle connection.
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
      body: JSON.stringify({ query, variables: of }),
    });
    return { status: response.status, ...((await response.json()) as Answer<T>) };
  };
  return {
    address: api.address,
    databaseUrl: url,
    prisma,
    output: api.output,
    send,
    ask: async <T>(query: string, of: Record<string, unknown> = {}) => {
      const { data, errors } = await send<T>(query, of);
      if (errors || !data) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
      return data;
    },
    follow: <T>(query: string, of: Record<string, unknown> = {}) => iterate<T>(sockets, query, of),
    worker: async (more = {}) => {
      const worker = await startWorkerProcess({ ...common, ...more });
      workers.push(worker);
      return worker;
    },
    close: async () => {
      await sockets.dispose();
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all(workers.map(({ exited }) => exited));
      await api.stop();
      await drop();
      await rm(artifacts, { recursive: true, force: true });
    },
  };
}

async function* iterate<T>(
  client: ReturnType<typeof createClient>,
  query: string,
  variables: Record<string, unknown>,
): AsyncIterableIterator<T> {
  for await (const { data, errors } of client.iterate<T>({ query, variables })) {
    if (errors || !data) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
    yield data;
  }
}
