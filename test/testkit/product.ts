import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';
import { waitFor } from './wait-for';

const supervisor = join(import.meta.dirname, '../../server/dist/supervisor.js');

/** The whole product, started as `npm start` starts it, on an empty database of its own. */
export interface Product {
  readonly address: string;
  readonly folder: string;
  /** Of the process that keeps the others running. */
  readonly pid: number;
  output(): string;
  /** Sends a GraphQL document. @throws {Error} when the answer has errors */
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Ctrl-C. Resolves with the exit code. */
  interrupt(): Promise<number | null>;
  close(): Promise<void>;
}

/** Starts the product and waits until it says that it is ready. */
export async function startProduct(
  { args = ['--no-demo'], folder }: { args?: readonly string[]; folder?: string } = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'fiducial-product-')));
  const port = await freePort();
  const child = spawn(process.execPath, [supervisor, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FIDUCIAL_DATA: data, FIDUCIAL_PORT: String(port), DATABASE_URL: '', ...variables },
  });
  const output = collect(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  await waitFor(
    'the product to be ready',
    () => {
      if (ended) throw new Error(`The product ended:\n${output()}`);
      return output().includes('Fiducial is ready');
    },
    120_000,
  );
  const address = `http://127.0.0.1:${port}`;
  const interrupt = () => {
    child.kill('SIGINT');
    return exited;
  };
  return {
    address,
    folder: data,
    pid: child.pid ?? 0,
    output,
    interrupt,
    ask: async <T>(query: string, of: Record<string, unknown> = {}) => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: of }),
      });
      const { data: answer, errors } = (await response.json()) as { data?: T; errors?: unknown };
      if (errors || !answer) throw new Error(`The API answered: ${JSON.stringify(errors)}`);
      return answer;
    },
    close: async () => {
      await interrupt();
      await rm(data, { recursive: true, force: true });
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return () => text;
}
