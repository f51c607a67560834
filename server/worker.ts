/** The process that takes runs: `npm run worker` or `node dist/worker.js`, as many as wanted on any host that reaches Postgres and the store. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createPrisma } from '@fiducial/prisma/client';
import { isMigrated } from '@fiducial/prisma/migrate';
import { openArtifactStore } from './artifact/open-store';
import { describeBackend } from './compute/host';
import type { BackendData } from './compute/messages';
import { allTasks } from './compute/task-registry';
import { env, requireDatabaseUrl } from './env';
import { machineMemory } from './estimate/memory-limit';
import { reapPredecessor, registerWorker } from './jobs/heartbeat';
import { closeQueue, openQueue } from './jobs/queue';
import { runWorker } from './jobs/run-worker';
import { storePatience } from './jobs/store-patience';
import { log } from './log';
import { runProcess } from './run-process';
import { SetUpError } from './set-up-error';
import { currentVersions } from './versions';
import { openTracing } from './watch/tracing';

await runProcess('worker', async () => {
  const endTracing = openTracing('worker', env.traceEndpoint);
  const url = requireDatabaseUrl();
  await assertMigrated(url);
  const { workerConcurrency: concurrency, heartbeatMs, leaseMs, childMemoryBytes } = env;
  const { databaseSilentMs: silentMs } = env;
  const onError = (error: Error) => log.warn({ error: error.message }, 'the database connection broke');
  // Each run writes at most two things at once; three more for taking, heartbeat and reaping.
  const prisma = createPrisma(url, { connections: 2 * concurrency + 3, silentMs, onError });
  await openQueue({
    url,
    silentMs,
    superviseSeconds: Math.max(1, Math.round(heartbeatMs / 1000)),
    onError: (error) => log.warn({ error: error.message }, 'queue'),
  });
  const store = await openArtifactStore(env);
  const backend = await backendOfTasks();
  const versions = currentVersions();
  const workerId = env.workerId ?? randomUUID();
  const row = {
    host: hostname(),
    pid: process.pid,
    concurrency,
    backend: { ...backend },
    versions: { ...versions },
    memoryLimitBytes: BigInt(childMemoryBytes || machineMemory()),
  };
  const taken = await reapPredecessor(prisma, workerId);
  if (taken) log.warn({ taken }, 'took over what the last process of this worker left');
  const register = () => registerWorker(prisma, workerId, row);
  const patience = storePatience(store);
  const tools = { prisma, store, patience, backend, versions, childMemoryBytes, childThreads: 0 };
  const worker = await runWorker({
    tools,
    workerId,
    register,
    url,
    silentMs,
    concurrency,
    heartbeatMs,
    leaseMs,
  });
  log.info(
    { workerId, concurrency, backend: backend.name },
    `takes ${concurrency} runs at once, ${backend.reason}`,
  );
  return async () => {
    await worker.stop();
    await prisma.worker.deleteMany({ where: { id: workerId } });
    await closeQueue();
    await prisma.$disconnect();
    await endTracing();
  };
});

/** A worker makes no tables: of several started at once, some would find them half made. @throws {SetUpError} */
async function assertMigrated(url: string): Promise<void> {
  if (await isMigrated(url)) return;
  throw new SetUpError(
    'The tables of DATABASE_URL are not those of this release. Start the product once, or run "npm run fiducial -- migrate": it brings them up to date. All processes on one database must be of one release.',
  );
}

/** The backend that children get; none is loaded where no task asks for one. */
async function backendOfTasks(): Promise<BackendData> {
  const tasks = [...(await allTasks()).values()];
  if (tasks.some(({ needsBackend }) => needsBackend)) return describeBackend();
  return { name: 'none', version: '', tensorflowVersion: null, reason: 'no task needs a backend' };
}
