import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '../env';
import { rootFolder } from '../root-folder';
import { SetUpError } from '../set-up-error';
import { apiNodeArgs } from './api-node-args';
import type { ProcessPlan } from './keep-running';

const webFolder = join(rootFolder, 'web');
const startLimitMs = 60_000;

/** Where the processes' logs go; made if need be. */
export async function logFolder(): Promise<string> {
  const folder = join(env.dataFolder, 'logs');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** What every process of ours is told. */
interface Common {
  readonly databaseUrl: string;
  readonly logs: string;
  /** Folder of the bundles. */
  readonly bundles: string;
}

/** The process that takes runs. */
export function workerPlan({ databaseUrl, logs, bundles }: Common, workerId: string): ProcessPlan {
  return {
    name: 'worker',
    file: join(bundles, 'worker.js'),
    variables: { NODE_ENV: 'production', DATABASE_URL: databaseUrl, FIDUCIAL_WORKER_ID: workerId },
    logFile: join(logs, 'worker.log'),
  };
}

/** Ports of this machine by which API and pages reach each other. */
export interface Ports {
  readonly webPort: number;
  /** Where the API answers without TLS; 0 where it has none, and pages come in by the front door. */
  readonly internalPort: number;
}

/** The front door. */
export function apiPlan(
  { databaseUrl, logs, bundles }: Common,
  { webPort, internalPort }: Ports,
): ProcessPlan {
  return {
    name: 'api',
    file: join(bundles, 'api.js'),
    nodeArgs: apiNodeArgs,
    variables: {
      // GraphQL, for one, checks more than answers need while it is developed with.
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      FIDUCIAL_WEB_PORT: String(webPort),
      FIDUCIAL_INTERNAL_PORT: String(internalPort),
    },
    logFile: join(logs, 'api.log'),
  };
}

/** The pages, behind the front door. @throws {SetUpError} when they were not built */
export function webPlan(logs: string, { webPort, internalPort }: Ports): ProcessPlan {
  if (!existsSync(join(webFolder, '.next/BUILD_ID')))
    throw new SetUpError('The pages are not built. Run "npm start", which builds them, or "npm run build".');
  return {
    name: 'web',
    file: createRequire(join(webFolder, 'package.json')).resolve('next/dist/bin/next'),
    args: ['start', '--hostname', '127.0.0.1', '--port', String(webPort)],
    cwd: webFolder,
    variables: {
      NODE_ENV: 'production',
      FIDUCIAL_API_URL: internalPort ? `http://127.0.0.1:${internalPort}` : apiAddress(),
    },
    ready: () => answers(webPort),
    logFile: join(logs, 'web.log'),
  };
}

/** Where the API answers on this machine. */
export function apiAddress(): string {
  const host = env.host === '0.0.0.0' || env.host === '::' ? '127.0.0.1' : env.host;
  return `${env.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${env.port}`;
}

/** Resolves once something answers on a port of this machine. */
async function answers(port: number): Promise<void> {
  const limit = Date.now() + startLimitMs;
  while (Date.now() < limit) {
    const answer = await fetch(`http://127.0.0.1:${port}/favicon.ico`).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error('The pages did not answer within a minute.');
}
