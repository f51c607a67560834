import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient, Run } from '@fiducial/prisma/client';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import type { ArtifactStore } from '@fiducial/server/artifact/store';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { cancelRun } from '@fiducial/server/jobs/cancel-run';
import { closeQueue, openQueue } from '@fiducial/server/jobs/queue';
import { type RunRequest, submitRun } from '@fiducial/server/run/submit-run';
import { inTransaction } from '@fiducial/server/transaction';
import { verify } from '@fiducial/server/verify/verify';
import { cloneDatabase, type TestDatabase } from './database';
import { waitFor } from './wait-for';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

/** A database, a store and a project to run things in. */
export interface JobBench {
  readonly url: string;
  readonly prisma: PrismaClient;
  readonly projectId: string;
  readonly artifacts: string;
  readonly store: ArtifactStore;
  submit(request: Omit<RunRequest, 'projectId' | 'title'>): Promise<Run>;
  /** Starts a worker, which ends with the bench. */
  worker(variables?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  /** Ends all workers as an administrator does, those that do not hear of it after 10 s by force. */
  stopWorkers(): Promise<void>;
  run(id: string): Promise<Run>;
  cancel(id: string): Promise<Run>;
  /** Waits until the run has the status. */
  reached(id: string, status: Run['status'], limitMs?: number): Promise<Run>;
  /** Removes at once what garbage collection would remove in time. */
  collectGarbage(): Promise<void>;
  /** What is wrong, one line a finding: `queue: run …: …`. Staging is cleared just after a run has ended: that is waited for. */
  verify(): Promise<string[]>;
  close(): Promise<void>;
}

/** How long a worker may take to clear the staging of a run that has ended. */
const settleMs = 5000;
/** Lease of workers under test, in milliseconds. */
const leaseMs = 1500;

/** What a bench is set up on, where a test breaks it. */
export interface BenchGround {
  /** A database of the test's own, which may go away; a clone of the template without it. */
  readonly database?: TestDatabase;
  /** Folder of the store; one in the temporary folder without it. */
  readonly artifacts?: string;
  /** The store itself, where it is no folder. */
  readonly store?: ArtifactStore;
}

/** Sets up a bench for a test file. */
export async function openJobBench(ground: BenchGround = {}): Promise<JobBench> {
  const { url, prisma, drop } = ground.database ?? (await cloneDatabase());
  const artifacts = ground.artifacts ?? (await mkdtemp(join(tmpdir(), 'fiducial-artifacts-')));
  const store = ground.store ?? (await openFolderStore(artifacts));
  await openQueue({
    url,
    onError: (error) => {
      if (!ground.database) throw error;
    },
  });
  const team = await prisma.team.create({ data: { slug: 'team', name: 'Team' } });
  const project = await prisma.project.create({
    data: { teamId: team.id, slug: 'project', name: 'Project' },
  });
  const workers: WorkerProcess[] = [];
  const run = (id: string) => prisma.run.findUniqueOrThrow({ where: { id } });
  return {
    url,
    prisma,
    projectId: project.id,
    artifacts,
    store,
    run,
    submit: (request) =>
      inTransaction(prisma, async (tx) => {
        const { id } = await submitRun(tx, { projectId: project.id, title: request.kind, ...request });
        // As it is submitted: no worker sees it before the transaction ends.
        return tx.run.findUniqueOrThrow({ where: { id } });
      }),
    cancel: async (id) => (await inTransaction(prisma, (tx) => cancelRun(tx, id))).run,
    worker: async (variables = {}) => {
      const worker = await startWorkerProcess({
        DATABASE_URL: url,
        FIDUCIAL_ARTIFACTS: artifacts,
        ...variables,
      });
      workers.push(worker);
      return worker;
    },
    reached: (id, status, limitMs) =>
      waitFor(
        `run ${id} to be ${status}`,
        async () => {
          const found = await run(id);
          if (found.status === status) return found;
          const over = ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(found.status);
          if (over) throw new Error(`The run is ${found.status}: ${JSON.stringify(found.failure)}`);
          return undefined;
        },
        limitMs,
      ),
    collectGarbage: async () => {
      await collectGarbage({ prisma, store, quietMs: 0 });
    },
    stopWorkers: async () => {
      const running = workers.splice(0);
      for (const worker of running) worker.kill('SIGTERM');
      const timer = setTimeout(() => {
        for (const worker of running) worker.kill('SIGKILL');
      }, 10_000);
      await Promise.all(running.map(({ exited }) => exited));
      clearTimeout(timer);
    },
    verify: async () => {
      const limit = Date.now() + settleMs;
      for (;;) {
        const done = await verify({ prisma, url, store, hash: true, leaseMs });
        const found = done.flatMap(({ check, findings }) =>
          findings.map(({ subject, problem }) => `${check.name}: ${subject}: ${problem}`),
        );
        if (Date.now() > limit || !found.some((line) => line.startsWith('files: staging'))) return found;
        await sleep(200);
      }
    },
    close: async () => {
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all(workers.map(({ exited }) => exited));
      await closeQueue();
      await drop();
      await rm(artifacts, { recursive: true, force: true });
    },
  };
}
