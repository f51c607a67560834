import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '@fiducial/backend';
import { migrate } from '@fiducial/prisma/migrate';
import { installQueue } from '@fiducial/server/jobs/queue';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import pg from 'pg';
import { startApiProcess } from '../../testkit/api-process';
import { buildFolder } from '../../testkit/build-folder';
import { bundleAll } from '../../testkit/bundle-all';
import { waitFor } from '../../testkit/wait-for';

/** A tracker that answers, on a database of its own on one PostgreSQL. */
export interface Tracker {
  readonly target: 'fiducial' | 'mlflow';
  readonly version: string;
  readonly address: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** One PostgreSQL with its durable defaults, in a folder that goes with it. */
export async function startDatabaseServer() {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-bench-'));
  const postgres = await startPostgres({ folder });
  const databaseOf = async (name: string): Promise<string> => {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.end();
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, databaseOf, stop };
}

/** Our API as it runs in production. */
export async function startFiducial(databaseUrl: string, artifacts: string): Promise<Tracker> {
  await bundleAll(buildFolder);
  await migrate(databaseUrl);
  const onError = (error: Error) => {
    throw error;
  };
  await installQueue({ url: databaseUrl, onError });
  const api = await startApiProcess({
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    FIDUCIAL_ARTIFACTS: artifacts,
    LOG_LEVEL: 'warn',
  });
  return { target: 'fiducial', version: 'this', address: api.address, databaseUrl, stop: api.stop };
}

/** MLflow's server as its command starts it, on the same PostgreSQL. */
export async function startMlflow(databaseUrl: string, artifacts: string): Promise<Tracker> {
  const python = mlflowPython();
  const port = await freePort();
  const store = databaseUrl.replace('postgresql://', 'postgresql+psycopg2://');
  const child = spawn(
    python,
    [
      '-m',
      'mlflow',
      'server',
      '--backend-store-uri',
      store,
      '--default-artifact-root',
      artifacts,
      '--port',
      String(port),
    ],
    { stdio: 'ignore', detached: true },
  );
  const address = `http://127.0.0.1:${port}`;
  await waitFor(
    'MLflow to answer',
    () =>
      fetch(`${address}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    180_000,
  );
  const version = execFileSync(python, ['-c', 'import mlflow; print(mlflow.__version__)'], {
    encoding: 'utf8',
  });
  return {
    target: 'mlflow',
    version: version.trim(),
    address,
    databaseUrl,
    // It starts workers of its own: the group of processes ends as one.
    stop: async () => {
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
    },
  };
}

/** A Python with MLflow; installed on the first call, as the peers of the other benchmarks are. */
function mlflowPython(): string {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder, 'python-peers', digest);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = (program: string, given: string[]) => execFileSync(program, given, { stdio: 'inherit' });
  run(process.env.PYTHON || 'python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  writeFileSync(join(folder, 'complete'), '');
  return python;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const found = server.address();
      server.close(() => resolve(typeof found === 'object' && found ? found.port : 0));
    });
  });
}
