import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port';
import { SetUpError } from '../set-up-error';
import { postgresAccount } from './account';
import { findBinaries } from './binaries';
import { type Cluster, ensureCluster } from './data-folder';
import { describeFailure } from './failure';
import { readSettings, writeSettings } from './postgres-settings';
import { type PostmasterStatus, readPostmaster } from './postmaster';

/** A running database of our own. */
export interface EmbeddedPostgres {
  /** Address of its database `postgres`, password included. */
  readonly url: string;
  readonly port: number;
  /** Whether the data folder was made just now. */
  readonly created: boolean;
  /** Whether it had been left running by an earlier start and was taken over. */
  readonly adopted: boolean;
  /** Whether its process lives. */
  isRunning(): Promise<boolean>;
  /** Writes everything and ends. Connections still open are closed. */
  stop(): Promise<void>;
}

/** How the embedded server is started. */
export interface PostgresOptions {
  /** Where its data and settings lie; made if need be. */
  readonly folder: string;
  /** More `name=value` settings, such as `fsync=off` for tests. */
  readonly settings?: readonly string[];
  /** The port that it must have; any free one without it. */
  readonly port?: number;
}

/** Recovery after a power cut replays at most a few 100 MB. */
const startLimitMs = 120_000;

/**
 * Starts PostgreSQL on 127.0.0.1 with its data in `folder`. The port is any free one, remembered for the next start
 * and chosen anew when another program has it. No Unix socket is opened: their paths are limited to about 100 bytes.
 *
 * @throws {SetUpError}
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, settings = [] } = options;
  await makeFolder(folder);
  const settingsFile = join(folder, 'postgres.json');
  const kept = await readSettings(settingsFile);
  const binaries = await findBinaries();
  const data = join(folder, 'postgres');
  const running = await settledPostmaster(data);
  if (running?.ready)
    return describe({ data, password: kept.password }, running, { created: false, adopted: true });
  const account = await postgresAccount(data, binaries.postgres);
  const cluster: Cluster = { folder: data, binaries, account, password: kept.password };
  // Written before the cluster: a password that is lost would lock the data away.
  await writeSettings(settingsFile, kept);
  const created = await ensureCluster(cluster);
  const port = options.port ?? (await freePort(kept.port));
  if (port !== kept.port) await writeSettings(settingsFile, { ...kept, port });
  const log = join(folder, 'postgres.log');
  const started = await launch(cluster, [`port=${port}`, ...settings], log);
  return describe({ data, password: kept.password }, started, { created, adopted: false });
}

/** The server that runs in a folder; one that is just starting or stopping is waited for. */
async function settledPostmaster(data: string): Promise<PostmasterStatus | undefined> {
  const limit = Date.now() + startLimitMs;
  let status = await readPostmaster(data);
  while (status && !status.ready && Date.now() < limit) {
    await sleep(100);
    status = await readPostmaster(data);
  }
  return status;
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SetUpError(
      `The data folder ${folder} cannot be made (${error.code}). Name another with FIDUCIAL_DATA, or give this user the right to write there.`,
    );
  });
}

async function launch(cluster: Cluster, settings: readonly string[], log: string): Promise<PostmasterStatus> {
  const { account, binaries, folder } = cluster;
  await rotate(log);
  const output = openSync(log, 'a');
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'lc_messages=C',
    'jit=off',
    ...settings,
  ];
  const [program = '', ...args] = [...account.prefix, binaries.postgres, '-D', folder];
  for (const setting of all) args.push('-c', setting);
  // In a session of its own: Ctrl-C in a terminal must reach it last, through stop().
  const child = spawn(program, args, {
    ...account.ids,
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
  });
  closeSync(output);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = `ended with ${signal ?? code}`;
  });
  const limit = Date.now() + startLimitMs;
  while (ended === undefined && Date.now() < limit) {
    await sleep(20);
    const status = await readPostmaster(folder);
    if (status?.ready) return status;
  }
  const text = await readTail(log);
  if (ended === undefined) child.kill('SIGQUIT');
  throw describeFailure('PostgreSQL did not start', text || (ended ?? 'nothing for two minutes'), folder);
}

/** Starts the log anew once it has grown. */
async function rotate(log: string): Promise<void> {
  const entry = await stat(log).catch(() => undefined);
  if (entry && entry.size > 10e6) await rm(log);
}

/** The last 4 kB of a file. */
async function readTail(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, Math.max(0, size - 4096));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function describe(
  { data, password }: { data: string; password: string },
  { pid, port }: PostmasterStatus,
  { created, adopted }: { created: boolean; adopted: boolean },
): EmbeddedPostgres {
  const url = `postgresql://fiducial:${password}@127.0.0.1:${port}/postgres`;
  const isRunning = async () => (await readPostmaster(data))?.pid === pid;
  return { url, port, created, adopted, isRunning, stop: () => stopPostmaster(data, pid) };
}

/** Fast shutdown; after 20 s the immediate one, from which the next start recovers. */
async function stopPostmaster(data: string, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const limit = Date.now() + 20_000;
    while (Date.now() < limit) {
      await sleep(20);
      if ((await readPostmaster(data)) === undefined && !(await exists(join(data, 'postmaster.pid')))) return;
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
