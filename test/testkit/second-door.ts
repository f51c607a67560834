import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type FailingApi, openFailingApi } from './failing-api';
import { freePort } from './free-port';
import type { Product } from './product';
import { waitFor } from './wait-for';

const root = join(import.meta.dirname, '..', '..');
const webFolder = join(root, 'web');

/** Another front door to a product, with pages of its own that ask an API which fails when told to. */
export interface SecondDoor {
  readonly address: string;
  /** What the pages' process asks; the browser asks the front door. */
  readonly api: FailingApi;
  close(): Promise<void>;
}

/** Opens it on the database and the files of a running product. */
export async function openSecondDoor({ folder }: Pick<Product, 'folder'>): Promise<SecondDoor> {
  const kept = await readFile(join(folder, 'postgres.json'), 'utf8');
  const { port, password } = JSON.parse(kept) as { port: number; password: string }; // what the product keeps
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const address = `http://127.0.0.1:${apiPort}`;
  const api = await openFailingApi(() => address);
  const door = start(join(root, 'server', 'dist', 'api.js'), [], {
    FIDUCIAL_DATA: folder,
    FIDUCIAL_PORT: String(apiPort),
    FIDUCIAL_WEB_PORT: String(webPort),
    DATABASE_URL: `postgresql://fiducial:${password}@127.0.0.1:${port}/postgres`,
  });
  const next = createRequire(join(webFolder, 'package.json')).resolve('next/dist/bin/next');
  const pages = start(next, ['start', webFolder, '--hostname', '127.0.0.1', '--port', String(webPort)], {
    NODE_ENV: 'production',
    FIDUCIAL_API_URL: api.address,
  });
  await waitFor(
    'the second door to open',
    () =>
      fetch(`${address}/sign-in`).then(
        ({ status }) => status < 500,
        () => false,
      ),
    60_000,
  );
  return {
    address,
    api,
    close: async () => {
      await Promise.all([end(door), end(pages)]);
      await api.close();
    },
  };
}

function start(file: string, args: readonly string[], variables: Record<string, string>): ChildProcess {
  return fork(file, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ...variables },
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
