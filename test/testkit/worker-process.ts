import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { buildFolder, testTasksFile } from './build-folder';
import { runsIn, type TestHost } from './test-host';

/** A worker as it runs in production, from its bundle. */
export interface WorkerProcess {
  readonly pid: number;
  /** What it has logged so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with its exit code or signal. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
}

/** Starts a worker, on a host of its own where one is given, and waits until it takes runs. */
export async function startWorkerProcess(
  variables: Readonly<Record<string, string>>,
  host?: TestHost,
): Promise<WorkerProcess> {
  const child = fork(join(buildFolder, 'worker.js'), [], {
    ...(host && runsIn(host)),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      FIDUCIAL_TASKS: testTasksFile,
      FIDUCIAL_BACKEND: 'wasm',
      WORKER_CONCURRENCY: '2',
      FIDUCIAL_HEARTBEAT_SECONDS: '0.3',
      FIDUCIAL_LEASE_SECONDS: '1.5',
      LOG_LEVEL: 'info',
      ...variables,
    },
  });
  const output = collect(child);
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    void exited.then((code) => reject(new Error(`The worker ended with ${code}:\n${output()}`)));
  });
  return { pid: child.pid ?? 0, output, exited, kill: (signal) => void child.kill(signal) };
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
