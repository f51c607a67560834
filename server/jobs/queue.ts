import type { Transaction } from '@fiducial/prisma/client';
import { openPool } from '@fiducial/prisma/pool';
import type pg from 'pg';
import { fromPrisma, PgBoss, type QueueOptions } from 'pg-boss';
import { traceHeaders } from '../watch/tracing';
import { announce } from './announcer';
import { queueNotice } from './channels';

/** Name of the one queue: every kind of run goes through it. */
export const queueName = 'run';

const daySeconds = 86_400;

/**
 * A job hands a run over to a worker, and is completed in the transaction that claims the run: from then on the run's
 * own row says who owns it. So a job is active for milliseconds, however long the run takes, and the queue's limits on
 * a job's duration (15 minutes unless told, 24 hours at most) never bear on a run.
 */
const queueOptions: QueueOptions = {
  // A worker that dies between taking the job and claiming the run: the job is offered again after this.
  expireInSeconds: 20,
  // Without end, as far as anybody will see: giving a run up is decided on the run.
  retryLimit: 100_000,
  retryDelay: 1,
  retryBackoff: false,
  // A run may wait for a free worker for long; its job must not be thrown away meanwhile.
  retentionSeconds: 3650 * daySeconds,
  deleteAfterSeconds: daySeconds / 24,
};

let boss: { readonly queue: PgBoss; readonly pool: pg.Pool } | undefined;

/** What opens the queue. */
export interface QueueConnection {
  readonly url: string;
  /** A connection that is silent for so long is ended; none without it. */
  readonly silentMs?: number;
  /** A queue without a listener for its errors would end the process. */
  readonly onError: (error: Error) => void;
  /** How often this process looks for offers that have expired; it does not without it. For workers. */
  readonly superviseSeconds?: number;
}

/** Makes the queue's tables, or brings them up to date. Called after the migrations, by whoever ran them. */
export async function installQueue({ url, onError }: QueueConnection): Promise<void> {
  const installer = makeBoss({ url, onError }, { migrate: true });
  await installer.start();
  try {
    await installer.createQueue(queueName, queueOptions);
    await installer.updateQueue(queueName, queueOptions);
  } finally {
    await installer.stop({ graceful: false });
  }
}

/** Opens this process's connection to the queue, once, before anything is submitted or taken. */
export async function openQueue(connection: QueueConnection): Promise<void> {
  if (boss) throw new Error('The queue is open already.');
  const { url, onError, silentMs } = connection;
  // Taking and maintenance; jobs are sent and completed on the caller's connection.
  const pool = openPool({ url, max: 2, silentMs, applicationName });
  pool.on('error', onError);
  const queue = makeBoss(connection, { migrate: false, pool });
  boss = { queue, pool };
  await queue.start();
}

/** Closes it. Jobs taken and not completed are offered again. */
export async function closeQueue(): Promise<void> {
  const open = boss;
  boss = undefined;
  await open?.queue.stop({ graceful: false });
  await open?.pool.end();
}

const applicationName = 'fiducial-queue';

function makeBoss(
  { url, onError, superviseSeconds }: QueueConnection,
  { migrate, pool }: { migrate: boolean; pool?: pg.Pool },
): PgBoss {
  const made = new PgBoss({
    ...(pool
      ? { db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) } }
      : { connectionString: url, max: 2, application_name: applicationName }),
    migrate,
    supervise: superviseSeconds !== undefined,
    schedule: false,
    // Both: one wakes the loop, the other says how often a queue may be looked at. Each is a minute unless told.
    superviseIntervalSeconds: superviseSeconds ?? 10,
    monitorIntervalSeconds: superviseSeconds ?? 10,
    registerInstance: false,
  });
  made.on('error', onError);
  return made;
}

function openBoss(): PgBoss {
  if (boss) return boss.queue;
  throw new Error('The queue is not open: call openQueue first.');
}

/**
 * Puts a run into the queue as part of the caller's transaction, and wakes the workers when that has committed. `again`: it
 * had its turn before, and comes before all of its team and priority that have not.
 */
export async function enqueueRun(
  tx: Transaction,
  runId: string,
  when: { delaySeconds?: number; again?: boolean } = {},
): Promise<void> {
  const [run] = await tx.$queryRaw<{ teamId: string; priority: number }[]>`
    SELECT p."teamId"::text, r.priority
    FROM "Run" r JOIN "Project" p ON p.id = r."projectId" WHERE r.id = ${runId}::uuid`;
  if (!run) throw new Error(`Run ${runId} is gone.`);
  await offerRun(tx, { id: runId, ...run }, when);
  await announce(tx, [queueNotice]);
}

/** Makes the job of a run whose team and priority are known, as {@link enqueueRun} does; the caller wakes the workers. */
export async function offerRun(
  tx: Transaction,
  {
    id: runId,
    teamId,
    priority,
  }: { readonly id: string; readonly teamId: string; readonly priority: number },
  { delaySeconds = 0, again = false }: { delaySeconds?: number; again?: boolean } = {},
): Promise<void> {
  const options = {
    db: fromPrisma(tx),
    group: { id: teamId },
    priority: 2 * priority + Number(again),
    ...(delaySeconds ? { startAfter: delaySeconds } : {}),
  };
  const id = await openBoss().send(queueName, { runId, trace: traceHeaders() }, options);
  if (!id) throw new Error(`The queue did not take run ${runId}.`);
}

interface JobData {
  readonly runId: string;
  readonly trace?: Readonly<Record<string, string>>;
}

/** Gives the queued job of a run another priority, as part of the caller's transaction. */
export async function reorderJob(tx: Transaction, runId: string, priority: number): Promise<void> {
  // Whether it had its turn before is the last bit, as in enqueueRun.
  await tx.$executeRaw`
    UPDATE pgboss.job SET priority = ${2 * priority}::int + abs(priority % 2)
    WHERE name = ${queueName} AND state < 'active' AND data ->> 'runId' = ${runId}`;
}

/** Gives the queued jobs of a project's runs to another team, as part of the caller's transaction. */
export async function regroupJobs(
  tx: Transaction,
  { projectId, teamId }: { projectId: string; teamId: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE pgboss.job SET group_id = ${teamId}
    WHERE name = ${queueName} AND state < 'active' AND data ->> 'runId' IN (
      SELECT id::text FROM "Run" WHERE "projectId" = ${projectId}::uuid AND status = 'QUEUED')`;
}

/** A job as taken. */
export interface TakenJob {
  readonly id: string;
  readonly runId: string;
  /** What of the trace that submitted it came along; jobs of an older release have none. */
  readonly trace: Readonly<Record<string, string>>;
  /** How often it had been offered before: an offer that expired and was made again is another one. */
  readonly retryCount: number;
}

/** Takes the next job of the first team that has one; `teams` are all that have queued runs, in the order of their turns. */
export async function takeJob(teams: readonly string[]): Promise<TakenJob | undefined> {
  // Without queued runs there may still be jobs of runs that were cancelled: they are taken to be completed.
  for (const team of teams.length ? teams : [undefined]) {
    const ignoreGroups = teams.filter((other) => other !== team);
    const options = { batchSize: 1, ...(ignoreGroups.length ? { ignoreGroups } : {}) };
    const [job] = await openBoss().fetch<JobData>(queueName, options);
    if (job)
      return { id: job.id, runId: job.data.runId, trace: job.data.trace ?? {}, retryCount: job.retryCount };
  }
  return undefined;
}

/**
 * Completes a taken job as part of the transaction that claims its run. False when the offer has expired, as after a
 * pause of this process: somebody else takes it, or has.
 */
export async function completeJob(tx: Transaction, { id, retryCount }: TakenJob): Promise<boolean> {
  const response = await openBoss().complete(queueName, { id, retryCount }, null, { db: fromPrisma(tx) });
  // Declared as empty; it holds how many jobs were completed, which a test pins.
  return (response as { affected?: number }).affected === 1;
}
