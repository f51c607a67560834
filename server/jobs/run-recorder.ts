import type { MetricPoint, Progress } from '@fiducial/core/context';
import type { PrismaClient, Transaction } from '@fiducial/prisma/client';
import { batchPoints } from '../metric/batch-points';
import { realToJson } from '../metric/real';
import { writePoints } from '../metric/write-points';
import { inTransaction, persist } from '../transaction';
import { tracer } from '../watch/tracing';
import { type Claim, LostClaimError } from './claim-run';
import { appendEvents, type NewRunEvent } from './run-events';
import { type RunProgress, StageClock, type StageReport } from './stage-clock';

/** At most two writes a second and run, however often the computation reports. */
const intervalMs = 500;

/** Writes what a computation reports to its run. */
export interface RunRecorder {
  progress(progress: Progress): void;
  metric(point: MetricPoint): void;
  /** Name of the stage that runs; null before the first one. */
  stage(): string | null;
  /** Writes what is left and stops. */
  close(): Promise<void>;
}

/** Whom a recorder tells what it finds while writing. */
export interface RecorderOptions {
  /** Called once when a write finds that the run belongs to somebody else, or that it is to be cancelled. */
  readonly onLost: () => void;
  readonly onCancelRequested: () => void;
  /** Called when a write failed for another reason; what it held is written with the next one. */
  readonly onError: (error: unknown) => void;
}

/** A recorder for one claim. */
export function recordRun(prisma: PrismaClient, claim: Claim, options: RecorderOptions): RunRecorder {
  const clock = new StageClock(() => performance.now());
  let points: MetricPoint[] = [];
  let changed = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const tryToWrite = async () => {
    const report = { progress: clock.progress(), stages: clock.changedStages(), points };
    points = [];
    changed = false;
    try {
      const cancelRequested = await inTransaction(prisma, (tx) => writeReport(tx, claim, report));
      if (cancelRequested) options.onCancelRequested();
    } catch (error) {
      points = [...report.points, ...points];
      clock.restore(report.stages);
      changed = true;
      throw error;
    }
  };
  const failed = (error: unknown) =>
    error instanceof LostClaimError ? options.onLost() : options.onError(error);
  const write = () => tryToWrite().catch(failed);
  const schedule = () => {
    if (timer || closed) return;
    timer = setTimeout(() => {
      writing = write().then(() => {
        timer = undefined;
        if (changed || points.length) schedule();
      });
    }, intervalMs);
  };
  return {
    progress: (progress) => {
      clock.report(progress);
      changed = true;
      schedule();
    },
    metric: (point) => {
      points.push(point);
      schedule();
    },
    stage: () => clock.current()?.name ?? null,
    close: async () => {
      if (!closed) traceStages(clock);
      closed = true;
      clearTimeout(timer);
      await writing;
      // No next write would make up for this one: it waits for a database that is away.
      if (changed || points.length) await persist(tryToWrite).catch(failed);
    },
  };
}

/** Each stage as a span of the trace of its attempt. */
function traceStages(clock: StageClock): void {
  const { timeOrigin } = performance;
  for (const { name, startedAt, finishedAt } of clock.times())
    tracer.startSpan(`stage ${name}`, { startTime: timeOrigin + startedAt }).end(timeOrigin + finishedAt);
}

interface Report {
  readonly progress: RunProgress | null;
  readonly stages: readonly StageReport[];
  readonly points: readonly MetricPoint[];
}

/** One write: progress, stages, points of curves and their events. Returns whether a cancellation was asked for. */
async function writeReport(
  tx: Transaction,
  claim: Claim,
  { progress, stages, points }: Report,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ cancelRequested: boolean; projectId: string }[]>`
    UPDATE "Run" SET "heartbeatAt" = now(), progress = coalesce(${progress && JSON.stringify(progress)}::jsonb, progress)
    WHERE id = ${claim.runId}::uuid AND attempt = ${claim.attempt} AND status = 'RUNNING'
    RETURNING "cancelRequestedAt" IS NOT NULL AS "cancelRequested", "projectId"::text`;
  if (!row) throw new LostClaimError(claim);
  const events: NewRunEvent[] = [];
  for (const stage of stages) {
    await tx.$executeRaw`
      INSERT INTO "RunStep" ("runId", ordinal, name, done, total, unit, "startedAt", "finishedAt")
      VALUES (${claim.runId}::uuid, ${stage.ordinal}, ${stage.name}, ${stage.done}, ${stage.total}, ${stage.unit},
        now() - make_interval(secs => ${stage.startedAgo}::float8),
        CASE WHEN ${stage.finishedAgo}::float8 IS NULL THEN NULL
          ELSE now() - make_interval(secs => ${stage.finishedAgo}::float8) END)
      ON CONFLICT ("runId", ordinal) DO UPDATE SET done = excluded.done, total = excluded.total,
        "finishedAt" = excluded."finishedAt"`;
    if (stage.isNew) events.push({ type: 'step', data: { ordinal: stage.ordinal, name: stage.name } });
  }
  if (progress && stages.length) events.push({ type: 'progress', data: progress });
  if (points.length) {
    await writePoints(tx, { id: claim.runId, projectId: row.projectId }, batchPoints(points, Date.now()));
    const told = points.map(({ name, step, value }) => ({ name, step, value: realToJson(value) }));
    events.push({ type: 'metric', data: { points: told } });
  }
  await appendEvents(
    tx,
    claim.runId,
    events.map((event) => ({ ...event, attempt: claim.attempt })),
  );
  return row.cancelRequested;
}
