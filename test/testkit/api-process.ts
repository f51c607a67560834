import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { apiNodeArgs } from '@fiducial/server/supervisor/api-node-args';
import { buildFolder } from './build-folder';
import { runsIn, type TestHost } from './test-host';

/** An API as it runs in production, from its bundle. */
export interface ApiProcess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly address: string;
  /** What it has logged so far. */
  output(): string;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  readonly pid: number;
}

/** Starts an API, on a host of its own where one is given, on any free port and waits until it answers. */
export async function startApiProcess(
  variables: Readonly<Record<string, string>>,
  host?: TestHost,
): Promise<ApiProcess> {
  const child = fork(join(buildFolder, 'api.js'), [], {
    execArgv: ['--enable-source-maps', ...apiNodeArgs],
    ...(host && runsIn(host)),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, FIDUCIAL_PORT: '0', LOG_LEVEL: 'info', ...variables },
  });
  const output = collect(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: { type: string; port?: number }) => {
      if (message.type === 'listening' && message.port) resolve(message.port);
    });
    void exited.then(() => reject(new Error(`The API ended:\n${output()}`)));
  });
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    address: `http://127.0.0.1:${port}`,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}
